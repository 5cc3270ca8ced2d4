/**
 * One mask update of a dynamically sparse matrix: drop the smallest weights, grow the same number elsewhere.
 *
 * Drop and grow sets are disjoint and the number of ones stays. Ties go to the lower index.
 */

/** Positions that left and joined the mask. */
export interface MaskUpdate {
  readonly dropped: readonly number[];
  readonly grown: readonly number[];
}

/**
 * Updates `mask` (0/1, in place). `dropScore`: the `count` active positions of smallest score leave. `growScore`: the
 * `count` positions of largest score among those not active before join. `count` is capped by the free positions.
 */
export function updateMask(
  mask: Float32Array,
  count: number,
  dropScore: (index: number) => number,
  growScore: (index: number) => number,
): MaskUpdate {
  const active: number[] = [];
  const free: number[] = [];
  mask.forEach((on, index) => (on === 1 ? active : free).push(index));
  const n = Math.min(count, active.length, free.length);
  const dropped = ranked(active, dropScore, 1).slice(0, n);
  const grown = ranked(free, growScore, -1).slice(0, n);
  for (const index of dropped) mask[index] = 0;
  for (const index of grown) mask[index] = 1;
  return { dropped, grown };
}

function ranked(indices: readonly number[], score: (index: number) => number, sign: 1 | -1): number[] {
  const scored = indices.map((index) => ({ index, score: sign * score(index) }));
  scored.sort((a, b) => a.score - b.score || a.index - b.index);
  return scored.map(({ index }) => index);
}
