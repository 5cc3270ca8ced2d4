/**
 * Which examples are in which split, where counts are asked for. A stratified order of a pool is drawn from `splitSeed`
 * alone. Training takes its first `trainCount` examples, validation its last `validationCount`, the test split the first
 * `testCount` of a pool of its own. So a changed count never moves an example from one split to another, and a smaller
 * split is part of a larger one.
 */
import { createRng } from '@dsrnn/portable';
import { requireNone, type ConfigProblem } from '../config-problem.ts';
import { stratifiedOrder } from './stratified-order.ts';
import type { Splits } from '../splits.ts';

/** Examples of each split. */
export interface SplitCounts {
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
}

/** How many examples there are: for training and validation together, and for the test split. */
export interface Pools {
  readonly training: number;
  readonly test: number;
}

/** Asking for more than there are; `what` the examples are called. */
export function countProblems(
  { trainCount, validationCount, testCount }: SplitCounts,
  pools: Pools,
  what = 'examples',
): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (trainCount + validationCount > pools.training) {
    const asked = `${trainCount} training + ${validationCount} validation ${what} asked for`;
    const message = `${asked}, but there are ${pools.training} for both; lower one`;
    problems.push({ path: ['trainCount'], message });
  }
  if (testCount > pools.test) {
    const message = `${testCount} ${what} asked for, but there are ${pools.test}; lower it`;
    problems.push({ path: ['testCount'], message });
  }
  return problems;
}

/**
 * Example indices of each split. `trainingPool` and `testPool` are orders of disjoint examples. Throws
 * TaskError for more than there are.
 */
export function splitIndices(
  counts: SplitCounts,
  trainingPool: Int32Array,
  testPool: Int32Array,
  what?: string,
): Splits<Int32Array> {
  requireNone(countProblems(counts, { training: trainingPool.length, test: testPool.length }, what));
  return {
    train: trainingPool.slice(0, counts.trainCount),
    validation: trainingPool.slice(trainingPool.length - counts.validationCount),
    test: testPool.slice(0, counts.testCount),
  };
}

/** The same where the test pool is official, so that validation comes from the training pool; labels are `[count]`. */
export function officialSplitIndices(
  config: SplitCounts & { readonly splitSeed: number },
  trainLabels: Uint8Array,
  testLabels: Uint8Array,
  what?: string,
): Splits<Int32Array> {
  const rng = createRng(config.splitSeed).fork('split');
  return splitIndices(
    config,
    stratifiedOrder(trainLabels, rng.fork('train')),
    stratifiedOrder(testLabels, rng.fork('test')),
    what,
  );
}
