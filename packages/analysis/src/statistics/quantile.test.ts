import { expect, it } from 'vitest';
import { quantileOfSorted } from './quantile.ts';

it.each([
  [0, 10],
  [0.25, 15],
  [0.5, 20],
  [0.9, 36], // position 1.8: 20 + 0.8 (40 − 20)
  [1, 40],
])('the %d quantile of 10, 20, 40 lies linearly between order statistics', (q, expected) => {
  expect(quantileOfSorted([10, 20, 40], q)).toBeCloseTo(expected, 12);
});

it('the only value is every quantile', () => {
  expect(quantileOfSorted([3], 0.4)).toBe(3);
});
