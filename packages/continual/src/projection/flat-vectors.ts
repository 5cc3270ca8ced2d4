/** Sums over long vectors, in float64 and in order, so that they come out the same on every machine. */

/** Inner product of two vectors of one length. */
export function dot(a: Float32Array | Float64Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Adds `factor` times a vector to `target`, in place. */
export function addScaled(target: Float64Array, factor: number, vector: Float32Array): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * vector[i]!;
}
