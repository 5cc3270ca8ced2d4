/**
 * Interval of a mean whose variance is a sum of parts that are each estimated: the one interval of means that this
 * package prints. Its coverage is simulated in docs/statistics.md.
 *
 *   mean ± t_{(1+c)/2, f} √V,   V = Σ v_k,   ν = V² / Σ (v_k² / ν_k),   f = 1 + (ν − 1) / 3
 *
 * v_k is the estimated variance of part k, with ν_k degrees of freedom, and ν are those of the sum (Satterthwaite,
 * 1946): parts may differ in spread and in size. f is ours: plain t (f = ν) covers 88 % where 95 % stands if a few
 * values are as skewed as exponential ones, for a mean and its spread then err together. A third of the degrees beyond
 * the first lifts that to 93 % or more, and matters little where there are many.
 */
import { AnalysisError } from '../errors.ts';
import { studentQuantile } from './student-quantile.ts';

/** A part of the variance of a mean: its estimate, and the degrees of freedom behind it. */
export interface VarianceComponent {
  readonly variance: number;
  readonly freedom: number;
}

/** Share of the degrees of freedom beyond the first that skewed values leave. */
const SKEW_ALLOWANCE = 1 / 3;

/**
 * Half the width of the interval of level `confidence`; 0 where no part varies. `twice` is a variance that two parts hold: it
 * is taken off V once, which is never below the largest part; ν stays that of the whole sum. Throws AnalysisError without a part, on
 * a variance that is not a finite number of at least 0, and on degrees of freedom below 1.
 */
export function halfWidth(parts: readonly VarianceComponent[], confidence: number, twice = 0): number {
  const bad = parts.find(({ variance, freedom }) => !(variance >= 0 && variance < Infinity && freedom >= 1));
  if (parts.length === 0 || bad !== undefined) {
    throw new AnalysisError(
      `interval of a mean: expected one or more parts of variance ≥ 0 with 1 degree of freedom or more, got ${bad === undefined ? 'none' : `variance ${bad.variance} with ${bad.freedom}`}`,
    );
  }
  const largest = Math.max(...parts.map(({ variance }) => variance));
  if (largest === 0) return 0;
  // relative to the largest, so that squares neither vanish nor overflow
  const shares = parts.map(({ variance, freedom }) => ({ share: variance / largest, freedom }));
  const sum = shares.reduce((total, { share }) => total + share, 0);
  const squares = shares.reduce((total, { share, freedom }) => total + (share * share) / freedom, 0);
  const freedom = 1 + Math.max(0, (sum * sum) / squares - 1) * SKEW_ALLOWANCE;
  const whole = Math.max(1, sum - twice / largest);
  return studentQuantile((1 + confidence) / 2, freedom) * Math.sqrt(whole * largest);
}

/** Variance of the mean of independent values, two or more: s² / n with n − 1 degrees of freedom. */
export function varianceOfMean(values: readonly number[], mean: number): VarianceComponent {
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { variance: squares / (values.length - 1) / values.length, freedom: values.length - 1 };
}
