/** How well masks predict the class of an example, beside controls that say what that is worth. */
import type { Rng } from '@dsrnn/portable';
import type { Frequencies } from './frequencies.ts';
import { linearAccuracy } from './linear-accuracy.ts';
import { nearestMeanAccuracy, nearestNeighboursAccuracy, type Labelled } from './neighbours.ts';
import { besides, type Table } from './table.ts';

/**
 * Over which the control of shuffled labels is averaged: where masks form clusters, whole clusters are right or wrong
 * together, so that a single shuffle can lie far from chance.
 */
const SHUFFLES = 5;

/**
 * Accuracies on `test` after fitting `train`, by measure. Controls: `shuffled-linear`, whose train labels are permuted
 * and which must sit at chance; `inputs-linear` and `state-linear`, from what a router reads instead of what it decides;
 * `majority` and `chance`.
 */
export function predictionMeasures(
  train: Frequencies,
  test: Frequencies,
  classes: number,
  rng: Rng,
): Record<string, number> {
  const pick = (table: (of: Frequencies) => Table): [Labelled, Labelled] => [
    { table: table(train), labels: train.labels },
    { table: table(test), labels: test.labels },
  ];
  const [h, hTest] = pick((of) => of.h);
  const ofShuffled = Array.from({ length: SHUFFLES }, (_, i) => {
    const order = rng.fork(String(i)).permutation(train.labels.length);
    const labels = Array.from(order, (index) => train.labels[index]!);
    return linearAccuracy({ table: train.h, labels }, hTest, classes);
  });
  return {
    'h-nearest-mean': nearestMeanAccuracy(h, hTest, classes),
    'h-knn': nearestNeighboursAccuracy(h, hTest, classes),
    'h-linear': linearAccuracy(h, hTest, classes),
    ...(train.x === null || test.x === null
      ? {}
      : { 'all-linear': linearAccuracy(...pick((of) => besides(of.h, of.x!)), classes) }),
    'shuffled-linear': ofShuffled.reduce((sum, score) => sum + score, 0) / SHUFFLES,
    'inputs-linear': linearAccuracy(...pick((of) => of.inputs), classes),
    'state-linear': linearAccuracy(...pick((of) => of.states), classes),
    majority: majorityAccuracy(train.labels, test.labels, classes),
    chance: 1 / classes,
  };
}

/** Share of `test` that has the most frequent label of `train` (ties: the lower). */
export function majorityAccuracy(train: Int32Array, test: Int32Array, classes: number): number {
  const counts = new Int32Array(classes);
  for (const label of train) counts[label]! += 1;
  const majority = counts.indexOf(Math.max(...counts));
  return test.filter((label) => label === majority).length / test.length;
}
