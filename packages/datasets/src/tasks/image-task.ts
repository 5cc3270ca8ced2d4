/**
 * What the image tasks share: config fields, the checks that a schema of single fields cannot make, and the way from
 * byte images to a dataset.
 *
 * Splits: a stratified order of the pool is drawn from `splitSeed` alone. Training takes its first `trainCount`
 * examples, validation its last `validationCount`, the test split the first `testCount` of a pool of its own. So a
 * changed count never moves an example from one split to another, and a smaller split is part of a larger one.
 *
 * `steps`, `polarity` and `noise` have no defaults: left out they stay out of the parsed config, whose digest is part of
 * a run's key, and the sequences are the plain ones.
 *
 * Noise at test time stands for a condition that was not known before. The best weights are chosen on the validation
 * split, so that split has the noise of training: choosing must not see the test condition.
 */
import { createRng } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { majorityClassFloor, nearestClassMeanFloor } from '../class-floors.ts';
import type { Dataset, Examples, Floor, TaskShape } from '../dataset.ts';
import { TaskError } from '../errors.ts';
import { disturb, disturbOnce, disturbs } from '../images/disturbance.ts';
import type { Disturbance } from '../images/disturbance.ts';
import { imageSequences, pixelStatistics, poolImages } from '../images/image-sequences.ts';
import type { LabelledImages } from '../images/labelled-images.ts';
import { pixelPermutation } from '../images/permutation.ts';
import { seed } from './seed.ts';

const SIDE = 28;
/** Classes of every image task. */
export const CLASSES = 10;

const noiseSd = z.number().min(0).max(100).default(0);

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
  steps: z
    .int()
    .positive()
    .max(784)
    .optional()
    .describe(
      'folds the pixels, in their order, into so many equal steps; a divisor of their number. Left out: a row or a pixel a step',
    ),
  polarity: z
    .enum(['fixed', 'random'])
    .optional()
    .describe(
      'random: each step is multiplied by a random sign, drawn anew whenever a training example is shown. Left out: fixed',
    ),
  noise: z
    .strictObject({
      train: noiseSd.describe('in training, fresh whenever an example is shown, and in validation'),
      test: noiseSd.describe('in the test split'),
    })
    .optional()
    .describe('standard deviation of added Gaussian noise, in units of standardised pixels. Left out: none'),
  splitSeed: seed.describe('decides which examples are in which split, and their signs and noise if any'),
};

/** An image task's config after parsing. */
export interface ImageTaskConfig {
  readonly form: 'rows' | 'pixels' | 'permuted-pixels';
  readonly permutation?: z.infer<typeof pixelPermutation> | undefined;
  readonly pool: 1 | 2;
  readonly steps?: number | undefined;
  readonly polarity?: 'fixed' | 'random' | undefined;
  readonly noise?: { readonly train: number; readonly test: number } | undefined;
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
  const { form, permutation, pool, steps, trainCount, validationCount, testCount } = config;
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
  const area = (SIDE / pool) ** 2;
  if (steps !== undefined && form === 'pixels') {
    const message = 'form pixels has one pixel a step; use form rows, which has the same order of pixels';
    problems.push({ field: 'steps', message });
  } else if (steps !== undefined && area % steps !== 0) {
    const divisors = Array.from({ length: area }, (_, i) => i + 1).filter((n) => area % n === 0);
    const message = `${area} pixels do not fold into ${steps} equal steps; use a divisor: ${divisors.join(', ')}`;
    problems.push({ field: 'steps', message });
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
export function imageShape({ form, pool, steps }: ImageTaskConfig): TaskShape {
  const side = SIDE / pool;
  const time = steps ?? (form === 'rows' ? side : side * side);
  return {
    time,
    features: (side * side) / time,
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

/**
 * The dataset of an image task. The indices of `splits` point into `images` (test: into `testImages`). Training inputs
 * are plain; `augment` gives them signs and noise. Those of validation and test are drawn once, from `splitSeed`.
 */
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

  const shape = imageShape(config);
  const { features } = shape;
  const randomSigns = config.polarity === 'random';
  const known: Disturbance = { randomSigns, noiseSd: config.noise?.train ?? 0 };
  const unknown: Disturbance = { randomSigns, noiseSd: config.noise?.test ?? 0 };
  const rng = createRng(config.splitSeed).fork('disturbance');
  disturbOnce(validation, splits.validation, features, known, rng.fork('validation'));
  disturbOnce(test, splits.test, features, unknown, rng.fork('test'));

  const linear = randomSigns
    ? magnitudeFloor(disturbed(train, features, known, rng.fork('floor')), test)
    : nearestClassMeanFloor(train, test, CLASSES);
  const dataset = { ...shape, train, validation, test, floors: [majorityClassFloor(test), linear] };
  if (!disturbs(known)) return dataset;
  return {
    ...dataset,
    augment: (inputs, stream) => {
      disturb(inputs, features, known, stream);
    },
  };
}

/** A disturbed copy. */
function disturbed(split: Examples, features: number, disturbance: Disturbance, rng: Rng): Examples {
  const inputs = split.inputs.slice();
  disturb(inputs, features, disturbance, rng);
  return { ...split, inputs };
}

/**
 * Nearest class mean of the absolute inputs, on one draw of the training split. With random signs every class has mean
 * 0, so no linear model of the inputs beats chance; one that forgets the signs can.
 */
function magnitudeFloor(train: Examples, test: Examples): Floor {
  const magnitudes = (split: Examples): Examples => ({ ...split, inputs: split.inputs.map(Math.abs) });
  const { score } = nearestClassMeanFloor(magnitudes(train), magnitudes(test), CLASSES);
  return {
    name: 'nearest class mean of magnitudes',
    score,
    note: 'linear in the absolute inputs, to which the random signs do nothing',
  };
}
