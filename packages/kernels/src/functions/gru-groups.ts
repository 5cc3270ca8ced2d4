import type { Counts, Floats, Indices, None, Panels } from '../arena/pointer.ts';

/**
 * Step of the masked GRU over groups, see assembly/gru-groups.ts. The products of x and of the state, each r z n
 * [batch][slots][groupSize / 8][3][8], of the groups listed by `listGroups`; mask and carry as in `LstmGroupFunctions`.
 */
export interface GruGroupFunctions {
  /** In ofX r, z and n come out, ofH keeps the state's part of n. h: new state of every unit, not hPrev itself. */
  gruGroupForward(
    batch: number,
    units: number,
    groupSize: number,
    list: Indices,
    counts: Counts,
    slots: number,
    ofX: Panels,
    ofH: Panels,
    mask: Floats,
    carry: number,
    hPrev: Floats,
    h: Floats,
  ): void;
  /** From what the forward step left to the gradients of both products; dh and dMask as in `gruLaneBackward`. */
  gruGroupBackward(
    batch: number,
    units: number,
    groupSize: number,
    list: Indices,
    counts: Counts,
    slots: number,
    ofX: Panels,
    ofH: Panels,
    mask: Floats,
    carry: number,
    hPrev: Floats,
    dh: Floats,
    dMask: Floats | None,
  ): void;
}
