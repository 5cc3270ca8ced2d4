/**
 * Linear systems with a symmetric positive definite matrix, by Cholesky's factorisation A = L Lᵀ. Elementary arithmetic in a
 * fixed order: the same bits everywhere, and those that results were computed with.
 */

/** L of the row-major matrix `a` `[size, size]`, of which the lower triangle is read. Throws RangeError if not definite. */
export function choleskyFactor(a: Float64Array, size: number): Float64Array {
  const l = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * size + k]! * l[j * size + k]!;
      if (i !== j) l[i * size + j] = sum / l[j * size + j]!;
      else if (sum > 0) l[i * size + i] = Math.sqrt(sum);
      else throw new RangeError(`pivot ${i} of the matrix is ${sum}, expected a positive number`);
    }
  }
  return l;
}

/** Replaces the columns of `b` `[size, width]` by the solutions of A X = B. */
export function choleskySolve(l: Float64Array, size: number, b: Float64Array): void {
  const width = b.length / size;
  const eliminate = (row: number, other: number, factor: number): void => {
    for (let c = 0; c < width; c++) b[row * width + c]! -= factor * b[other * width + c]!;
  };
  const divide = (row: number): void => {
    for (let c = 0; c < width; c++) b[row * width + c]! /= l[row * size + row]!;
  };
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) eliminate(i, k, l[i * size + k]!);
    divide(i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) eliminate(i, k, l[k * size + i]!);
    divide(i);
  }
}
