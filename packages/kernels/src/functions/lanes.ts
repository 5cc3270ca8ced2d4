import type { Pointer } from '../arena.ts';

/**
 * Products of active sub-matrices, see assembly/lanes.ts.
 *
 * A unit's four gates lie together ("lanes"): weights [columns][units][4], pre-activations [batch][units][4].
 * Sample b's active columns are the ascending indices at `colList + 4 * b * colStride`, `colCounts[b]` of them, its active
 * rows (units) likewise; a list of 0 stands for all. `colStride` 0 stands for `columns`. The j-th value of a sample is at
 * `colValues[b * colStride + j]` and belongs to its j-th active column.
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
    w: Pointer,
    bias: Pointer,
    colList: Pointer,
    colValues: Pointer,
    colCounts: Pointer,
    colStride: number,
    rowList: Pointer,
    rowCounts: Pointer,
    rowStride: number,
    out: Pointer,
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
    w: Pointer,
    colList: Pointer,
    colCounts: Pointer,
    colStride: number,
    rowList: Pointer,
    rowCounts: Pointer,
    rowStride: number,
    da: Pointer,
    out: Pointer,
  ): void;
  /** dW[col_j][r] += value_j da[b][r] and dBias[r] += da[b][r] over active columns and rows, sample after sample. */
  laneWeightGradient(
    batch: number,
    columns: number,
    units: number,
    colList: Pointer,
    colValues: Pointer,
    colCounts: Pointer,
    colStride: number,
    rowList: Pointer,
    rowCounts: Pointer,
    rowStride: number,
    da: Pointer,
    dW: Pointer,
    dBias: Pointer,
  ): void;
  /**
   * Gate-major [columns][gates * units] to lanes [columns][units][4]; lanes of no gate become 0. Gate g goes to lane
   * `(laneOf >> 4 * g) & 3`: 0x3210 keeps the order, 0x310 takes the GRU's hidden columns (r, z, n) to r, z and nh.
   */
  packLanes(columns: number, units: number, gates: number, laneOf: number, w: Pointer, lanes: Pointer): void;
  /** The way back: out [columns][gates * units] of lanes [columns][units][4]. */
  unpackLanes(
    columns: number,
    units: number,
    gates: number,
    laneOf: number,
    lanes: Pointer,
    out: Pointer,
  ): void;
}
