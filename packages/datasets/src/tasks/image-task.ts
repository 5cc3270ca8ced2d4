/**
 * What the image tasks share: config fields, the checks that a schema of single fields cannot make, and the way from
 * byte images to a dataset.
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
import { upTo } from '../config-fields.ts';
import { refine, type ConfigProblem } from '../config-problem.ts';
import type { Dataset, Examples, Floor, TaskShape } from '../dataset.ts';
import { disturb, disturbOnce, disturbs } from '../images/disturbance.ts';
import type { Disturbance } from '../images/disturbance.ts';
import { imageSequences, pixelStatistics, poolImages } from '../images/image-sequences.ts';
import type { LabelledImages } from '../images/labelled-images.ts';
import { pixelPermutation } from '../images/permutation.ts';
import type { Splits } from '../splits.ts';
import { seed } from './seed.ts';
import { countProblems, type Pools, type SplitCounts } from '../images/split-indices.ts';

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
  steps: upTo(784)
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
export interface ImageTaskConfig extends SplitCounts {
  readonly form: 'rows' | 'pixels' | 'permuted-pixels';
  readonly permutation?: z.infer<typeof pixelPermutation> | undefined;
  readonly pool: 1 | 2;
  readonly steps?: number | undefined;
  readonly polarity?: 'fixed' | 'random' | undefined;
  readonly noise?: { readonly train: number; readonly test: number } | undefined;
  readonly splitSeed: number;
}

/** A refinement of the schema of an image task of which there are so many examples. */
export function refineImageConfig(pools: Pools) {
  return refine((config: ImageTaskConfig) => [...formProblems(config), ...countProblems(config, pools)]);
}

function formProblems({ form, permutation, pool, steps }: ImageTaskConfig): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const wrong = (field: keyof ImageTaskConfig, message: string): unknown =>
    problems.push({ path: [field], message });
  const permuted = form === 'permuted-pixels';
  if (permuted && permutation === undefined) {
    wrong('permutation', `form permuted-pixels needs one: ${pixelPermutation.options.join(' or ')}`);
  }
  if (!permuted && permutation !== undefined) {
    wrong('permutation', `only for form permuted-pixels, not ${form}; leave it out`);
  }
  if (permuted && pool !== 1) {
    wrong('pool', 'the published permutations are of 28 x 28 pixels; use pool 1 with permuted-pixels');
  }
  const area = (SIDE / pool) ** 2;
  if (steps !== undefined && form === 'pixels') {
    wrong('steps', 'form pixels has one pixel a step; use form rows, which has the same order of pixels');
  } else if (steps !== undefined && area % steps !== 0) {
    const divisors = Array.from({ length: area }, (_, i) => i + 1).filter((n) => area % n === 0);
    const choice = `use a divisor: ${divisors.join(', ')}`;
    wrong('steps', `${area} pixels do not fold into ${steps} equal steps; ${choice}`);
  }
  return problems;
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

/**
 * The dataset of an image task. The indices of `splits` point into `images` (test: into `testImages`). Training inputs
 * are plain; `augment` gives them signs and noise. Those of validation and test are drawn once, from `splitSeed`.
 */
export function imageDataset(
  config: ImageTaskConfig,
  splits: Splits<Int32Array>,
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
