/** Gradients by central differences in 64 bits. */

/** d f / d x at x, for each number of x. */
export function differences(f: (x: Float64Array) => number, x: ArrayLike<number>, step = 1e-5): Float64Array {
  const at = Float64Array.from(x);
  return at.map((value, i) => {
    at[i] = value + step;
    const above = f(at);
    at[i] = value - step;
    const below = f(at);
    at[i] = value;
    return (above - below) / (2 * step);
  });
}

/** Sum of products. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** 1 / (1 + e^-x) in 64 bits. */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The largest difference of two arrays; NaN if there is one. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const one = Math.abs(a[i]! - b[i]!);
    if (!(one <= most)) most = one;
    if (Number.isNaN(one)) return NaN;
  }
  return most;
}
