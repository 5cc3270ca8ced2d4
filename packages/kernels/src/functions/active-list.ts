import type { Counts, Floats, Indices, None } from '../arena/pointer.ts';

/** Lists of active inputs and units, see assembly/active-list.ts. */
export interface ActiveListFunctions {
  /**
   * Appends `base + i` to sample b's list, and mask[b][i] * source[b][i] to its values, for every i whose mask is not 0.
   * list, values [batch][stride] and counts [batch] as in `LaneFunctions`; append 0: lists start empty. mask [batch][n]
   * with maskStride n, or [n] with maskStride 0; source [batch][n]. no source or no values: indices alone. stride must hold
   * all entries; numbers of a list behind its count may be overwritten. Returns the entries of all lists.
   */
  listActive(
    batch: number,
    n: number,
    base: number,
    mask: Floats,
    maskStride: number,
    source: Floats | None,
    list: Indices,
    values: Floats | None,
    counts: Counts,
    stride: number,
    append: number,
  ): number;
}
