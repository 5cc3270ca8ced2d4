import { largestDifference } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import { tableOf, type Table } from '../masks/table.ts';
import { chanceOverlap, maskDrift, overlapOfMeans, partAccuracy, partOverlap } from './part-overlap.ts';

const FIRST = tableOf([
  [1, 1, 0, 0],
  [1, 0, 0, 0],
]);
const SECOND = tableOf([
  [0, 1, 1, 0],
  [0, 0, 0, 1],
]);
const THIRD = tableOf([
  [0, 0, 1, 1],
  [0, 0, 1, 1],
]);

it('averages over pairs by hand', () => {
  // Within: 1/2, 0, 1. First and second: 1/3, 0, 0, 0. First and third: 0. Second and third: 1/3 twice, 1/2 twice.
  const { matrix, within, between } = partOverlap([FIRST, SECOND, THIRD]);
  const expected = [
    [1 / 2, 1 / 12, 0],
    [1 / 12, 0, 5 / 12],
    [0, 5 / 12, 1],
  ];
  expect(largestDifference(matrix.flat() as number[], expected.flat())).toBeLessThan(1e-12);
  expect(within).toBeCloseTo(1 / 2, 12);
  expect(between).toBeCloseTo(1 / 6, 12);
});

it('has no pairs within parts of one example, nor between parts where there is one', () => {
  const single = (values: number[]): Table => tableOf([values]);
  expect(partOverlap([single([1, 0]), single([1, 1])])).toEqual({
    matrix: [
      [null, 1 / 2],
      [1 / 2, null],
    ],
    within: null,
    between: 1 / 2,
  });
  expect(partOverlap([FIRST])).toEqual({ matrix: [[1 / 2]], within: 1 / 2, between: null });
  expect(overlapOfMeans([FIRST])).toBeNull();
});

it('compares the means of parts', () => {
  // (1, ½, 0, 0) and (0, ½, ½, ½): ½ / 2½.
  expect(overlapOfMeans([FIRST, SECOND])).toBeCloseTo(1 / 5, 12);
});

it('has a chance level of the sizes alone', () => {
  const ones = tableOf([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  expect(chanceOverlap([ones, ones], createRng(1))).toBe(1);
  const one = tableOf(Array.from({ length: 60 }, () => [1, 0, 0, 0, 0]));
  // One of five in the same place with probability 1/5.
  expect(chanceOverlap([one, one], createRng(1))).toBeCloseTo(0.2, 1);
});

it('predicts the part of the second half from the means of the first', () => {
  // Means (1, 1, 0, 0), (0, 1, 1, 0): (1, 0, 0, 0) is nearer the first; (0, 0, 0, 1) is as near both, which gives the lower.
  expect(partAccuracy([FIRST, SECOND])).toBe(1 / 2);
  expect(partAccuracy([FIRST, THIRD])).toBe(1);
  expect(partAccuracy([tableOf([[1, 0]]), tableOf([[0, 1]])])).toBeNull();
});

it('takes the drift of an example as what its masks no longer share', () => {
  expect(maskDrift(FIRST, FIRST)).toBe(0);
  // 1 − 1/3 and 1 − 0.
  expect(maskDrift(FIRST, SECOND)).toBeCloseTo((2 / 3 + 1) / 2, 12);
});
