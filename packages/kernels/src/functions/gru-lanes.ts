import type { Counts, Floats, Indices, Lanes, None } from '../arena/pointer.ts';

/**
 * Step of the masked GRU, see assembly/gru-lanes.ts. Gates [batch][units][4], lanes r z nx nh; rows listed as in
 * `LaneFunctions`; mask [batch][units] in [0, 1]; carry 1: units at rest keep their state, 0: they are 0.
 */
export interface GruLaneFunctions {
  /**
   * Gates of listed rows in: pre-activations, out: r z n nh. h: new state of every unit, [batch][units]; not hPrev itself.
   * Mask 1 gives exactly the candidate.
   */
  gruLaneForward(
    batch: number,
    units: number,
    gates: Lanes,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    mask: Floats,
    carry: number,
    hPrev: Floats,
    h: Floats,
  ): void;
  /**
   * Gates of listed rows in: r z n nh, out: gradients of the lanes r z nx nh. dh in: gradient of h, out: of hPrev but for
   * the way through the gates. dMask [batch][units]: gradient of the mask, 0 where not listed; none: not wanted.
   */
  gruLaneBackward(
    batch: number,
    units: number,
    gates: Lanes,
    rowList: Indices | None,
    rowCounts: Counts | None,
    rowStride: number,
    mask: Floats,
    carry: number,
    hPrev: Floats,
    dh: Floats,
    dMask: Floats | None,
  ): void;
}
