/**
 * Powers of abar: abar^l is abar^(32 b), from a float64 recurrence, times abar^i, i < 32, rounded once. The error does
 * not grow with l.
 */

/** Powers that are kept; the others are one of them times a power of abar^BLOCK. */
export const BLOCK: i32 = 32;
/** Powers and states below count as 0: float32 arithmetic is slow on denormal numbers. */
export const NEGLIGIBLE: f64 = 1e-30;

/** Whether a power counts as 0. False for NaN. */
@inline
export function negligible(re: f64, im: f64): bool {
  return re * re + im * im < NEGLIGIBLE * NEGLIGIBLE;
}
