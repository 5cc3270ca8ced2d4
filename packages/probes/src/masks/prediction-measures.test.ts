import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import type { Frequencies } from './frequencies.ts';
import { majorityAccuracy, predictionMeasures } from './prediction-measures.ts';
import { tableOf } from './table.ts';

/** Masks show the class, inputs show half of it, the state is noise. */
function examples(count: number, seed: number): Frequencies {
  const rng = createRng(seed);
  const labels = Int32Array.from({ length: count }, () => rng.integer(4));
  const rows = (row: (label: number) => number[]): ReturnType<typeof tableOf> =>
    tableOf(Array.from(labels, row));
  return {
    labels,
    h: rows((label) => [0, 1, 2, 3].map((j) => (j === label ? 0.9 : 0.1 * rng.uniform()))),
    x: null,
    inputs: rows((label) => [label >> 1, rng.uniform()]),
    states: rows(() => [rng.normal(), rng.normal()]),
  };
}

it('tells masks, what the router reads and chance apart', () => {
  const measures = predictionMeasures(examples(200, 1), examples(400, 2), 4, createRng(3));
  expect(measures).toMatchObject({ 'h-nearest-mean': 1, 'h-knn': 1, 'h-linear': 1, chance: 0.25 });
  // The inputs tell pairs of classes only: half of the examples, within five standard errors.
  expect(Math.abs(measures['inputs-linear']! - 0.5)).toBeLessThan(0.13);
  expect(Math.abs(measures['state-linear']! - 0.25)).toBeLessThan(0.11);
  expect(measures['shuffled-linear']).toBeLessThan(0.6);
  expect(measures).not.toHaveProperty('all-linear');
});

it('scores masks of inputs and hidden channels together', () => {
  const half = (of: Frequencies): Frequencies => ({
    ...of,
    h: tableOf(Array.from(of.labels, (label) => [label >> 1])),
    x: tableOf(Array.from(of.labels, (label) => [label & 1])),
  });
  const measures = predictionMeasures(half(examples(200, 1)), half(examples(200, 2)), 4, createRng(3));
  expect(measures['all-linear']).toBe(1);
  expect(measures['h-linear']).toBeLessThan(0.7);
});

it('takes the majority of the train labels', () => {
  expect(majorityAccuracy(Int32Array.of(2, 1, 2), Int32Array.of(2, 1, 1, 0), 3)).toBe(1 / 4);
});
