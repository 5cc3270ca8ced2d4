/** Quantile of sorted values. */

/**
 * The q-quantile of values in ascending order, linear between order statistics (type 7 of Hyndman & Fan, 1996;
 * the default of NumPy and R). q in [0, 1]; `sorted` holds at least one value.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const position = q * (sorted.length - 1);
  const lower = Math.floor(position);
  const upper = Math.min(lower + 1, sorted.length - 1);
  return sorted[lower]! + (position - lower) * (sorted[upper]! - sorted[lower]!);
}
