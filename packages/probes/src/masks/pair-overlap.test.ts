import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import { overPairs, pairOverlap, permutedChannels } from './pair-overlap.ts';
import { softJaccard } from './soft-jaccard.ts';
import { rowOf, tableOf } from './table.ts';

const rng = createRng(3);

it('averages within and between classes', () => {
  const table = tableOf([
    [1, 1, 0, 0],
    [0, 1, 1, 0],
    [0, 0, 1, 1],
    [0, 0, 1, 1],
  ]);
  // Jaccard: 01 1/3, 02 0, 03 0, 12 1/3, 13 1/3, 23 1; labels 0 0 1 1: within 01 and 23.
  const overlap = pairOverlap(table, [0, 0, 1, 1], 10, rng);
  expect(overlap.within).toBeCloseTo(2 / 3, 14);
  expect(overlap.between).toBeCloseTo(1 / 6, 14);
  expect(overlap.all).toBeCloseTo(1 / 3, 14);
  // Cosine: 01 1/2, 23 1; between 02 0, 03 0, 12 1/2, 13 1/2.
  expect(overlap.cosineWithin).toBeCloseTo(3 / 4, 14);
  expect(overlap.cosineBetween).toBeCloseTo(1 / 4, 14);
});

it('finds the chance level of random subsets of one size', () => {
  // Two random subsets of 10 of 40: the overlap o is hypergeometric with mean 2.5, and J = o / (20 − o); E J ≈ 0.146.
  const rows = Array.from({ length: 60 }, () => Array.from({ length: 40 }, (_, j) => (j < 10 ? 1 : 0)));
  const overlap = pairOverlap(tableOf(rows), new Int32Array(60), 0, rng);
  let expected = 0;
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  for (let o = 0; o <= 10; o++) {
    expected += ((choose(10, o) * choose(30, 10 - o)) / choose(40, 10)) * (o / (20 - o));
  }
  expect(Math.abs(overlap.chance! - expected)).toBeLessThan(0.01);
  expect(overlap.all).toBe(1);
});

it('gives the least p to classes that share nothing, and 1 where all masks are equal', () => {
  const rows = Array.from({ length: 20 }, (_, i) => (i < 10 ? [1, 0] : [0, 1]));
  const labels = rows.map(([first]) => first!);
  expect(pairOverlap(tableOf(rows), labels, 99, rng).p).toBe(1 / 100);
  expect(pairOverlap(tableOf(rows.map(() => [0.1, 0.7])), labels, 99, rng).p).toBe(1);
});

it('gives p-values that are uniform when labels mean nothing', () => {
  let below = 0;
  for (let i = 0; i < 60; i++) {
    const draw = rng.fork(String(i));
    const rows = Array.from({ length: 14 }, () => Array.from({ length: 6 }, () => draw.uniform()));
    const labels = rows.map(() => draw.integer(2));
    if (pairOverlap(tableOf(rows), labels, 39, draw).p! <= 0.5) below += 1;
  }
  // Five standard deviations of a binomial count with mean 30.
  expect(Math.abs(below - 30)).toBeLessThan(20);
});

it('has nothing to say of a single class, or a single example', () => {
  const one = pairOverlap(tableOf([[1], [1]]), [0, 0], 5, rng);
  expect([one.between, one.cosineBetween, one.p]).toEqual([null, null, null]);
  expect(pairOverlap(tableOf([[1]]), [0], 5, rng).all).toBeNull();
});

it('permutes within rows only', () => {
  const permuted = permutedChannels(
    tableOf([
      [1, 2, 3, 4, 5, 6],
      [7, 8, 9, 10, 11, 12],
    ]),
    createRng(5),
  );
  expect([...rowOf(permuted, 0)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...rowOf(permuted, 1)].sort((a, b) => a - b)).toEqual([7, 8, 9, 10, 11, 12]);
  expect([...rowOf(permuted, 0)].map((value) => value + 6)).not.toEqual([...rowOf(permuted, 1)]);
});

it('goes through pairs row by row', () => {
  const table = tableOf([[1], [0.5], [0.25]]);
  expect([...overPairs(table, softJaccard)]).toEqual([0.5, 0.25, 0.5]);
});
