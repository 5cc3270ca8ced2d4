import type { Floats, Scratch } from '../arena/pointer.ts';

/** Exact top-k, see assembly/top-k.ts. */
export interface TopKFunctions {
  /**
   * mask [rows][n]: 1 at the k largest scores of each row, ties to the lower index, else 0. threshold [rows]: the middle
   * of the k-th and the (k+1)-th largest score. 1 <= k < n. scratch: n + 8 numbers. A row with a NaN has no order: the
   * first k entries of its mask are NaN, the rest 0, and its threshold is NaN.
   */
  topK(
    rows: number,
    n: number,
    k: number,
    scores: Floats,
    mask: Floats,
    threshold: Floats,
    scratch: Scratch,
  ): void;
}
