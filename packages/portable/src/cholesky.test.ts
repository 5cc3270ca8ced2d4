import { expect, it } from 'vitest';
import { choleskyFactor, choleskySolve } from './cholesky.ts';
import { createRng } from './rng.ts';

it('factors a worked example', () => {
  // [[4, 2], [2, 10]] = L Lᵀ with L = [[2, 0], [1, 3]].
  expect([...choleskyFactor(Float64Array.of(4, 2, 2, 10), 2)]).toEqual([2, 0, 1, 3]);
});

it('solves a worked example for two right-hand sides, and reads the lower triangle alone', () => {
  // L = [[2, 0, 0], [1, 3, 0], [-1, 2, 1]], A = L L'. A (1, 2, 3)' = (2, 37, 26)', A (1, 0, 0)' = (4, 2, -2)'.
  const b = Float64Array.of(2, 4, 37, 2, 26, -2);
  choleskySolve(choleskyFactor(Float64Array.of(4, NaN, NaN, 2, 10, NaN, -2, 5, 6), 3), 3, b);
  expect([...b]).toEqual([1, 1, 2, 0, 3, 0]);
});

it('solves for several right-hand sides', () => {
  const rng = createRng(6);
  const [size, width] = [5, 3];
  const root = Float64Array.from({ length: size * size }, () => rng.normal());
  const a = new Float64Array(size * size);
  const x = Float64Array.from({ length: size * width }, () => rng.normal());
  const b = new Float64Array(size * width);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      a[i * size + j] = i === j ? 0.5 : 0;
      for (let k = 0; k < size; k++) a[i * size + j]! += root[i * size + k]! * root[j * size + k]!;
      for (let c = 0; c < width; c++) b[i * width + c]! += a[i * size + j]! * x[j * width + c]!;
    }
  }
  choleskySolve(choleskyFactor(a, size), size, b);
  b.forEach((value, i) => expect(value).toBeCloseTo(x[i]!, 12));
});

it('refuses a matrix that is not positive definite', () => {
  expect(() => choleskyFactor(Float64Array.of(1, 2, 2, 4), 2)).toThrow('pivot 1');
});
