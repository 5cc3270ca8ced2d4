import { expect, it } from 'vitest';
import { nearestMeanAccuracy, nearestNeighboursAccuracy } from './neighbours.ts';
import { tableOf } from './table.ts';

it('takes the nearest class mean', () => {
  // Means: class 0 (0, 0.5), class 1 (1, 0.5); class 2 has no examples and is never predicted.
  const train = {
    table: tableOf([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]),
    labels: [0, 0, 1, 1],
  };
  const test = {
    table: tableOf([
      [0.4, 0],
      [0.6, 1],
      [0.5, 0.5],
      [0.9, 0],
    ]),
    labels: [0, 1, 0, 2],
  };
  expect(nearestMeanAccuracy(train, test, 3)).toBe(3 / 4);
});

it('lets the k nearest vote, by the L1 distance', () => {
  // From 0: distances 1 (class 1), 2 (0), 3 (0), 4 (1), 5 (1).
  const train = { table: tableOf([[1], [2], [3], [4], [5]]), labels: [1, 0, 0, 1, 1] };
  const from = (k: number, label: number): number =>
    nearestNeighboursAccuracy(train, { table: tableOf([[0]]), labels: [label] }, 2, k);
  expect([from(1, 1), from(3, 0), from(5, 1)]).toEqual([1, 1, 1]);
});

it('gives equal votes to the class of the nearest row, and equal distances to the earlier row', () => {
  const train = { table: tableOf([[2], [1], [2], [1]]), labels: [0, 1, 0, 1] };
  const test = { table: tableOf([[0]]), labels: [1] };
  expect(nearestNeighboursAccuracy(train, test, 2, 4)).toBe(1);
  const tied = { table: tableOf([[1], [1], [1]]), labels: [0, 1, 1] };
  expect(nearestNeighboursAccuracy(tied, test, 2, 1)).toBe(0);
});
