import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import { classMeans, classOverlap } from './class-means.ts';
import { tableOf } from './table.ts';

const rng = createRng(3);

it('averages by class and leaves the mean of an absent class at 0', () => {
  const table = tableOf([
    [1, 0],
    [0, 1],
    [0.5, 0],
  ]);
  const { means, counts } = classMeans(table, [2, 0, 2], 3);
  expect(means).toEqual(
    tableOf([
      [0, 1],
      [0, 0],
      [0.75, 0],
    ]),
  );
  expect([...counts]).toEqual([1, 0, 2]);
});

it('corrects the overlap of class means for chance', () => {
  // Two classes, each with one channel of two: permuted, they coincide in half of the draws, so chance c is about 1/2
  // and disjoint classes have the overlap −c / (1 − c), about −1.
  const overlap = classOverlap(
    classMeans(
      tableOf([
        [1, 0],
        [0, 1],
      ]),
      [0, 1],
      2,
    ),
    rng,
  );
  expect([overlap[0]![0], overlap[1]![1]]).toEqual([1, 1]);
  expect(overlap[0]![1]).toBe(overlap[1]![0]);
  expect(overlap[0]![1]).toBeLessThan(-0.2);
  expect(overlap[0]![1]).toBeGreaterThan(-3);
});

it('is about 0 for classes whose channels are independent', () => {
  const rows = Array.from({ length: 8 }, () => Array.from({ length: 400 }, () => rng.uniform()));
  const overlap = classOverlap(classMeans(tableOf(rows), [0, 1, 2, 3, 4, 5, 6, 7], 8), rng);
  expect(Math.abs(overlap[0]![5]!)).toBeLessThan(0.1);
});

it('is 0 for an absent class and 1 where every channel is always on', () => {
  expect(
    classOverlap(
      classMeans(
        tableOf([
          [1, 1],
          [1, 1],
        ]),
        [0, 2],
        3,
      ),
      rng,
    ),
  ).toEqual([
    [1, 0, 1],
    [0, 0, 0],
    [1, 0, 1],
  ]);
});
