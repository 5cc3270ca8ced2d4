/**
 * Which side wins a place, by the interval of its paired differences: one rule for the ranking and for claims that count
 * places.
 *
 *   above:  the interval lies above the bar,   below:  it lies below,   else undecided
 */
import type { PairedDifference } from './paired-differences.ts';
import { sampleOf, stratifiedMean } from './stratified-mean.ts';

/** Fewer pairs at one place give no interval with the coverage that it names (docs/statistics.md). */
export const LEAST_PAIRS = 3;

/** Where the mean difference of a place lies. */
export type PlaceOutcome = 'above' | 'undecided' | 'below';

/**
 * The outcome of a place by all its pairs; `confidence` is the level of the interval. Pairs without a difference are left
 * out, and the side that diverged in one cannot win.
 */
export function placeOutcome(
  pairs: readonly PairedDifference[],
  confidence: number,
  bar: number,
): PlaceOutcome {
  const samples = pairs.flatMap(({ seed, difference }) =>
    difference === null ? [] : [sampleOf('', seed, difference)],
  );
  if (samples.length < LEAST_PAIRS) return 'undecided';
  const { low, high } = stratifiedMean(samples, confidence);
  const lost = (outcome: PairedDifference['outcome']): boolean =>
    pairs.some((pair) => pair.difference === null && pair.outcome === outcome);
  if (low > bar) return lost('treatment diverged') ? 'undecided' : 'above';
  if (high < bar) return lost('reference diverged') ? 'undecided' : 'below';
  return 'undecided';
}
