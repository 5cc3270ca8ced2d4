/** The overlap of the masks of pairs of examples, as measures of the probe. */
import type { Rng } from '@dsrnn/portable';
import { pairOverlap } from './pair-overlap.ts';
import { chanceCorrected } from './soft-jaccard.ts';
import type { Table } from './table.ts';

/**
 * `within`, `between`, `chance`, `within-corrected`, `between-corrected`, `separation-p`, `cosine-within`,
 * `cosine-between` and `staticness`, the mean over all pairs; null where not defined.
 */
export function overlapMeasures(
  frequencies: Table,
  labels: ArrayLike<number>,
  permutations: number,
  rng: Rng,
): Record<string, number | null> {
  const overlap = pairOverlap(frequencies, labels, permutations, rng);
  const { within, between, chance } = overlap;
  const corrected = (value: number | null): number | null =>
    value === null || chance === null ? null : chanceCorrected(value, chance);
  return {
    within,
    between,
    chance,
    'within-corrected': corrected(within),
    'between-corrected': corrected(between),
    'separation-p': overlap.p,
    'cosine-within': overlap.cosineWithin,
    'cosine-between': overlap.cosineBetween,
    staticness: overlap.all,
  };
}
