import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import { linearAccuracy, standardiser } from './linear-accuracy.ts';
import type { Labelled } from './neighbours.ts';
import { tableOf } from './table.ts';

/** Four classes, each with its own pair of channels on, in noise; the last channel is constant. */
function separable(count: number, seed: number): Labelled {
  const rng = createRng(seed);
  const labels = Array.from({ length: count }, () => rng.integer(4));
  return {
    labels,
    table: tableOf(
      labels.map((label) =>
        Array.from({ length: 9 }, (_, j) =>
          j === 8 ? 0.25 : (j >> 1 === label ? 0.8 : 0.1) + 0.1 * rng.uniform(),
        ),
      ),
    ),
  };
}

it('is 1 where classes can be told apart', () => {
  expect(linearAccuracy(separable(80, 1), separable(200, 2), 4)).toBe(1);
});

it('is at chance when the labels of the train rows are shuffled', () => {
  const train = separable(400, 1);
  const order = createRng(4).permutation(400);
  const shuffled = { ...train, labels: Array.from(order, (i) => train.labels[i]!) };
  // Test rows come in four clusters, each predicted as one: up to a quarter of the rows either way, never near 1.
  expect(linearAccuracy(shuffled, separable(400, 2), 4)).toBeLessThan(0.6);
  const rng = createRng(7);
  const noise = (count: number): Labelled => ({
    table: tableOf(Array.from({ length: count }, () => Array.from({ length: 6 }, () => rng.uniform()))),
    labels: Array.from({ length: count }, () => rng.integer(4)),
  });
  // Five standard errors of 1/4 over 600 rows.
  expect(Math.abs(linearAccuracy(noise(300), noise(600), 4) - 0.25)).toBeLessThan(0.09);
});

it('does not depend on the scale of a column', () => {
  const scaled = ({ table, labels }: Labelled): Labelled => ({
    labels,
    table: { ...table, values: table.values.map((value, at) => value * (at % 9 === 0 ? 1024 : 1)) },
  });
  const noisy = (count: number, seed: number): Labelled => {
    const data = separable(count, seed);
    const rng = createRng(seed);
    return { ...data, labels: Array.from(data.labels, (label) => (rng.uniform() < 0.5 ? label : 0)) };
  };
  const plain = linearAccuracy(noisy(60, 1), noisy(60, 2), 4);
  expect(linearAccuracy(scaled(noisy(60, 1)), scaled(noisy(60, 2)), 4)).toBe(plain);
});

it('predicts one class where no column varies', () => {
  const constant: Labelled = {
    table: tableOf(Array(10).fill([0.3])),
    labels: [1, 1, 1, 0, 1, 1, 0, 1, 1, 1],
  };
  expect(linearAccuracy(constant, constant, 2)).toBe(0.8);
});

it('standardises by the table it was made for and drops constant columns', () => {
  const standardise = standardiser(
    tableOf([
      [1, 5],
      [3, 5],
    ]),
  );
  expect(
    standardise(
      tableOf([
        [1, 5],
        [4, 6],
      ]),
    ),
  ).toEqual(tableOf([[-1], [2]]));
});
