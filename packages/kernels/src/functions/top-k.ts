import type { Pointer } from '../arena.ts';

/** Exact top-k, see assembly/top-k.ts. */
export interface TopKFunctions {
  /**
   * mask [rows][n]: 1 at the k largest scores of each row, ties to the lower index, else 0. threshold [rows]: the middle
   * of the k-th and the (k+1)-th largest score. 1 <= k < n. scratch: n + 8 numbers. NaN counts as largest, but is never
   * in the mask: a row with k NaN or more has an empty mask, with fewer the next scores take their places.
   */
  topK(
    rows: number,
    n: number,
    k: number,
    scores: Pointer,
    mask: Pointer,
    threshold: Pointer,
    scratch: Pointer,
  ): void;
}
