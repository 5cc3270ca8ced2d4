/**
 * Standard errors of scores that an answer without the input gets on a test split: how far such a score moves when other
 * examples are drawn. A model that is no further above than twice this has shown nothing.
 */

/** Of a share of `count` independent answers, √(p (1 − p) / n). */
export function shareError(share: number, count: number): number {
  return Math.sqrt((share * (1 - share)) / count);
}

/**
 * Of an area under the ROC curve of scores that have nothing to do with the class, √((n₁ + n₀ + 1) / (12 n₁ n₀)):
 * the Mann-Whitney statistic without ties. Infinity if one class is absent.
 */
export function chanceAucError(positives: number, negatives: number): number {
  return Math.sqrt((positives + negatives + 1) / (12 * positives * negatives));
}

/**
 * Of a mean squared error over `count` sequences of equal length: the standard deviation (n − 1) of their own errors over
 * √n, so that steps of one sequence may depend on each other. 0 for a single sequence, which tells nothing of the spread.
 */
export function squaredErrorError(
  predictions: ArrayLike<number>,
  targets: ArrayLike<number>,
  count: number,
): number {
  if (count < 2) return 0;
  const size = targets.length / count;
  const errors = new Float64Array(count);
  for (let i = 0; i < targets.length; i++) {
    const difference = predictions[i]! - targets[i]!;
    errors[Math.floor(i / size)]! += (difference * difference) / size;
  }
  const mean = errors.reduce((sum, error) => sum + error, 0) / count;
  const squares = errors.reduce((sum, error) => sum + (error - mean) * (error - mean), 0);
  return Math.sqrt(squares / (count - 1) / count);
}

/** Of a sum of independent scores: √(Σ e²). */
export function rootOfSquares(errors: readonly number[]): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0));
}
