import { expect, it } from 'vitest';
import { outerSum } from './outer-sum.ts';

it('sums outer products as worked by hand', () => {
  // [1 0]ᵀ[2 3] + [4 5]ᵀ[0 6]
  expect(outerSum(Float32Array.of(1, 0, 4, 5), Float32Array.of(2, 3, 0, 6), 2)).toEqual(
    Float32Array.of(2, 3 + 24, 0, 30),
  );
});
