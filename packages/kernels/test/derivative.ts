/** d f / d x[i] for every i, by central differences in float64. */
export function derivatives(x: ArrayLike<number>, f: (x: Float64Array) => number, step = 1e-5): Float64Array {
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
