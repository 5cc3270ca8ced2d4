/** Mean that does not depend on the order of its values. */
import { AnalysisError } from '../errors.ts';

/**
 * Arithmetic mean, summed in ascending order relative to the least value: the order of the input does not matter, and
 * equal values give exactly that value. Throws AnalysisError on no values or on a value that is not finite.
 */
export function sortedMean(values: readonly number[]): number {
  const bad = values.find((value) => !Number.isFinite(value));
  if (values.length === 0 || bad !== undefined) {
    throw new AnalysisError(
      `mean: expected one or more finite values, got ${bad === undefined ? 'none' : String(bad)}; leave out diverged runs first`,
    );
  }
  const sorted = Float64Array.from(values).sort();
  const base = sorted[0]!;
  let sum = 0;
  for (const value of sorted) sum += value - base;
  return base + sum / sorted.length;
}
