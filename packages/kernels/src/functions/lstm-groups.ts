import type { Counts, Floats, Indices, None, Panels } from '../arena/pointer.ts';

/**
 * Step of the masked LSTM over groups, see assembly/lstm-groups.ts. Gates i f o g [batch][slots][groupSize / 8][4][8] of the groups
 * listed by `listGroups`; mask [batch][units] in [0, 1], that of a group's first unit counts; carry as in `LstmLaneFunctions`.
 */
export interface LstmGroupFunctions {
  /** As `lstmLaneForward`. */
  lstmGroupForward(
    batch: number,
    units: number,
    groupSize: number,
    list: Indices,
    counts: Counts,
    slots: number,
    gates: Panels,
    mask: Floats,
    carry: number,
    hPrev: Floats,
    cPrev: Floats,
    h: Floats,
    c: Floats,
  ): void;
  /** As `lstmLaneBackward`; gradients of gates behind the last unit are 0. */
  lstmGroupBackward(
    batch: number,
    units: number,
    groupSize: number,
    list: Indices,
    counts: Counts,
    slots: number,
    gates: Panels,
    mask: Floats,
    carry: number,
    hPrev: Floats,
    cPrev: Floats,
    dh: Floats,
    dc: Floats,
    dMask: Floats | None,
  ): void;
}
