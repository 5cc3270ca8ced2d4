/**
 * Interquartile mean: the mean of the middle half of the values (Agarwal et al., 2021, "Deep reinforcement learning
 * at the edge of the statistical precipice"). More robust than the mean, less noisy than the median.
 */
import { AnalysisError } from '../errors.ts';

/**
 * Mean of what is left after cutting floor(n/4) values from each end; the same as scipy.stats.trim_mean(x, 0.25).
 * For n ≤ 3 nothing is cut (the plain mean), for n = 4 … 7 one value at each end.
 * Summed in ascending order relative to the least value kept: the order of the input does not matter, and equal
 * values give exactly that value. Throws AnalysisError on no values or on a value that is not finite.
 */
export function interquartileMean(values: readonly number[]): number {
  const bad = values.find((value) => !Number.isFinite(value));
  if (values.length === 0 || bad !== undefined) {
    throw new AnalysisError(
      `interquartile mean: expected one or more finite values, got ${bad === undefined ? 'none' : String(bad)}; leave out diverged runs first`,
    );
  }
  const sorted = Float64Array.from(values).sort();
  const cut = Math.floor(sorted.length / 4);
  const kept = sorted.subarray(cut, sorted.length - cut);
  const base = kept[0]!;
  let sum = 0;
  for (const value of kept) sum += value - base;
  return base + sum / kept.length;
}
