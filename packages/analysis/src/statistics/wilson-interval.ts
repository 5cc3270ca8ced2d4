/** Interval of a share of runs that stays within [0, 1] and has a width even where no run, or every run, counts. */
import { AnalysisError } from '../errors.ts';
import { normalQuantile } from './normal-quantile.ts';

/** A share with its interval, all in [0, 1]. */
export interface ShareEstimate {
  readonly point: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Score interval of a binomial share k / n, without continuity correction (Wilson, 1927):
 *
 *   (p + z²/2n ± z √(p (1 − p)/n + z²/4n²)) / (1 + z²/n),   p = k / n,  z the normal quantile of (1 + confidence)/2
 *
 * Throws AnalysisError unless 0 ≤ k ≤ n are integers and n ≥ 1.
 */
export function wilsonInterval(count: number, total: number, confidence: number): ShareEstimate {
  if (!(Number.isInteger(count) && Number.isInteger(total) && total >= 1 && count >= 0 && count <= total)) {
    throw new AnalysisError(
      `share ${count} of ${total}: expected integers with 0 ≤ count ≤ total and total ≥ 1`,
    );
  }
  const z = normalQuantile((1 + confidence) / 2);
  const point = count / total;
  const weight = (z * z) / total;
  const centre = (point + weight / 2) / (1 + weight);
  const half = (z * Math.sqrt((point * (1 - point)) / total + weight / (4 * total))) / (1 + weight);
  return {
    point,
    low: count === 0 ? 0 : Math.max(0, centre - half), // exactly 0 in theory
    high: count === total ? 1 : Math.min(1, centre + half),
  };
}
