/**
 * What the image tasks share: config fields, the checks that a schema of single fields cannot make, and the way from
 * byte images to a dataset.
 *
 * Splits: a stratified order of the pool is drawn from `splitSeed` alone. Training takes its first `trainCount`
 * examples, validation its last `validationCount`, the test split the first `testCount` of a pool of its own. So a
 * changed count never moves an example from one split to another, and a smaller split is part of a larger one.
 */
import { z } from 'zod';
import { majorityClassFloor, nearestClassMeanFloor } from '../class-floors.ts';
import type { Dataset, TaskShape } from '../dataset.ts';
import { TaskError } from '../errors.ts';
import { imageSequences, pixelStatistics, poolImages } from '../images/image-sequences.ts';
import type { LabelledImages } from '../images/labelled-images.ts';
import { pixelPermutation } from '../images/permutation.ts';
import { seed } from './seed.ts';

const SIDE = 28;
const CLASSES = 10;

/** Config fields of every image task, beside `kind` and the counts. */
export const imageFields = {
  form: z
    .enum(['rows', 'pixels', 'permuted-pixels'])
    .default('rows')
    .describe(
      'rows: one image row a step; pixels: one pixel a step; permuted-pixels: in a fixed shuffled order',
    ),
  permutation: pixelPermutation
    .optional()
    .describe('pixel order, required with permuted-pixels; the two published ones are not comparable'),
  pool: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .describe('2: mean of each 2 x 2 block first, 28 x 28 becomes 14 x 14'),
  splitSeed: seed.describe('decides which examples are in which split, and nothing else'),
};

/** An image task's config after parsing. */
export interface ImageTaskConfig {
  readonly form: 'rows' | 'pixels' | 'permuted-pixels';
  readonly permutation?: z.infer<typeof pixelPermutation> | undefined;
  readonly pool: 1 | 2;
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  readonly splitSeed: number;
}

/** How many examples there are for training plus validation, and for the test split. */
export interface ImagePools {
  readonly training: number;
  readonly test: number;
}

/** What is wrong with a config beyond its single fields, as (field, message). */
export function imageConfigProblems(
  config: ImageTaskConfig,
  pools: ImagePools,
): readonly { readonly field: keyof ImageTaskConfig; readonly message: string }[] {
  const { form, permutation, pool, trainCount, validationCount, testCount } = config;
  const problems: { field: keyof ImageTaskConfig; message: string }[] = [];
  const permuted = form === 'permuted-pixels';
  if (permuted && permutation === undefined) {
    const choices = pixelPermutation.options.join(' or ');
    problems.push({ field: 'permutation', message: `form permuted-pixels needs one: ${choices}` });
  }
  if (!permuted && permutation !== undefined) {
    problems.push({
      field: 'permutation',
      message: `only for form permuted-pixels, not ${form}; leave it out`,
    });
  }
  if (permuted && pool !== 1) {
    const message = 'the published permutations are of 28 x 28 pixels; use pool 1 with permuted-pixels';
    problems.push({ field: 'pool', message });
  }
  if (trainCount + validationCount > pools.training) {
    const asked = `${trainCount} training + ${validationCount} validation`;
    problems.push({
      field: 'trainCount',
      message: `${asked} examples asked for, but there are ${pools.training} for both; lower one`,
    });
  }
  if (testCount > pools.test) {
    problems.push({
      field: 'testCount',
      message: `${testCount} examples asked for, but there are ${pools.test}; lower it`,
    });
  }
  return problems;
}

/** The same checks as a refinement of a zod schema. */
export function refineImageConfig(pools: ImagePools) {
  return (config: ImageTaskConfig, context: z.RefinementCtx<ImageTaskConfig>): void => {
    for (const { field, message } of imageConfigProblems(config, pools)) {
      context.addIssue({ code: 'custom', path: [field], message });
    }
  };
}

/** Sizes of an image task. */
export function imageShape({ form, pool }: ImageTaskConfig): TaskShape {
  const side = SIDE / pool;
  const rows = form === 'rows';
  return {
    time: rows ? side : side * side,
    features: rows ? side : 1,
    target: { kind: 'class', classes: CLASSES },
    metric: 'accuracy',
  };
}

/** Example indices of each split. `trainingPool` and `testPool` are orders of disjoint examples. */
export function splitIndices(
  config: ImageTaskConfig,
  trainingPool: Int32Array,
  testPool: Int32Array,
): { readonly train: Int32Array; readonly validation: Int32Array; readonly test: Int32Array } {
  const pools = { training: trainingPool.length, test: testPool.length };
  for (const { field, message } of imageConfigProblems(config, pools)) {
    throw new TaskError(`task.${field}`, message);
  }
  return {
    train: trainingPool.slice(0, config.trainCount),
    validation: trainingPool.slice(trainingPool.length - config.validationCount),
    test: testPool.slice(0, config.testCount),
  };
}

/** The dataset of an image task. The indices of `splits` point into `images` (test: into `testImages`). */
export function imageDataset(
  config: ImageTaskConfig,
  splits: ReturnType<typeof splitIndices>,
  images: LabelledImages,
  testImages: LabelledImages = images,
): Dataset {
  const trainImages = poolImages(images, splits.train, config.pool);
  const statistics = pixelStatistics(trainImages);
  const sequences = (pooled: typeof trainImages) =>
    imageSequences(pooled, statistics, config.form, config.permutation);
  const train = sequences(trainImages);
  const validation = sequences(poolImages(images, splits.validation, config.pool));
  const test = sequences(poolImages(testImages, splits.test, config.pool));
  const floors = [majorityClassFloor(test), nearestClassMeanFloor(train, test, CLASSES)];
  return { ...imageShape(config), train, validation, test, floors };
}
