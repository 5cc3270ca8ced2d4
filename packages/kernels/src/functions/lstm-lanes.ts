import type { Counts, Floats, Indices, Lanes, None } from '../arena/pointer.ts';

/**
 * Step of the masked LSTM, see assembly/lstm-lanes.ts. Gates [batch][units][4], lanes i f o g; rows listed as in
 * `LaneFunctions`; mask [batch][units] in [0, 1]; carry 1: units at rest keep their state, 0: they are 0.
 */
export interface LstmLaneFunctions {
  /**
   * Gates of listed rows in: pre-activations, out: activated. h, c: new state of every unit, [batch][units]; not hPrev
   * and cPrev themselves. Mask 1 gives exactly the candidate.
   */
  lstmLaneForward(
    batch: number,
    units: number,
    gates: Lanes,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    mask: Floats,
    carry: number,
    hPrev: Floats,
    cPrev: Floats,
    h: Floats,
    c: Floats,
  ): void;
  /**
   * Gates of listed rows in: activated, out: gradients of the pre-activations. dh, dc in: gradients of h and c, out: of
   * hPrev and cPrev but for the way through the gates. dMask [batch][units]: gradient of the mask, 0 where not listed;
   * none: not wanted.
   */
  lstmLaneBackward(
    batch: number,
    units: number,
    gates: Lanes,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    mask: Floats,
    carry: number,
    hPrev: Floats,
    cPrev: Floats,
    dh: Floats,
    dc: Floats,
    dMask: Floats | None,
  ): void;
}
