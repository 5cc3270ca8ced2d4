import type { Counts, Floats, Indices, Lanes, None } from '../arena/pointer.ts';

/**
 * Products of active sub-matrices, see assembly/lanes.ts.
 *
 * A unit's four gates lie together ("lanes"): weights [columns][units][4], pre-activations [batch][units][4].
 * Sample b's active columns are the ascending indices from `colList[b * colStride]` on, `colCounts[b]` of them, its active
 * rows (units) likewise; no list stands for all, and its counts are not read. `colStride` 0 stands for `columns`. The j-th
 * value of a sample is `colValues[b * colStride + j]` and belongs to its j-th active column.
 */
export interface LaneFunctions {
  /**
   * out[b][r] = bias[r] + sum_j w[col_j][r] value_j for the active rows r; out [batch][units][4], bias [units][4].
   * Other rows are not written. Order of the sums: bias first, then the active columns ascending; the same bits in any batch.
   */
  laneForward(
    batch: number,
    columns: number,
    units: number,
    w: Lanes,
    bias: Lanes,
    colList: Indices | None,
    colValues: Floats,
    colCounts: Counts | None,
    colStride: number,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    out: Lanes,
  ): void;
  /**
   * out[b * colStride + j] = sum over the active rows r of <w[col_j][r], da[b][r]>: the gradient of the j-th value.
   * da [batch][units][4]; nothing is written behind a sample's last active column. Order of the sums: active rows ascending
   * on each lane, then lanes (0 + 2) + (1 + 3); the same bits in any batch.
   */
  laneInputGradient(
    batch: number,
    columns: number,
    units: number,
    w: Lanes,
    colList: Indices | None,
    colCounts: Counts | None,
    colStride: number,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    da: Lanes,
    out: Floats,
  ): void;
  /** dW[col_j][r] += value_j da[b][r] and dBias[r] += da[b][r] over active columns and rows, sample after sample. */
  laneWeightGradient(
    batch: number,
    columns: number,
    units: number,
    colList: Indices | None,
    colValues: Floats,
    colCounts: Counts | None,
    colStride: number,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    da: Lanes,
    dW: Lanes,
    dBias: Lanes,
  ): void;
  /**
   * Gate-major [columns][gates * units] to lanes [columns][units][4]; lanes of no gate become 0. Gate g goes to lane
   * `(laneOf >> 4 * g) & 3`: 0x3210 keeps the order, 0x310 takes the GRU's hidden columns (r, z, n) to r, z and nh.
   */
  packLanes(columns: number, units: number, gates: number, laneOf: number, w: Floats, out: Lanes): void;
  /** The way back: out [columns][gates * units] of lanes [columns][units][4]. */
  unpackLanes(columns: number, units: number, gates: number, laneOf: number, lanes: Lanes, out: Floats): void;
}
