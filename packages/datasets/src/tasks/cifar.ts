/**
 * Sequential CIFAR-10: 32 x 32 colour images read pixel by pixel, one class at the end.
 *
 * Inputs `[count, 1024, 3]`, or `[count, 1024, 1]` in grey; pool 2 makes 256 steps. Each channel is standardised by its
 * mean and deviation over the training split (the S4 code uses fixed numbers instead). Official split of 50,000 /
 * 10,000; validation is taken from the 50,000, class-stratified by `splitSeed`, never from the 10,000; 45,000 / 5,000
 * as in the S4 papers. In colour the three splits take 740 MB as float32.
 */
import { z } from 'zod';
import { majorityClassFloor, nearestClassMeanFloor } from '../class-floors.ts';
import { upTo } from '../config-fields.ts';
import { refine } from '../config-problem.ts';
import type { Dataset, TaskShape } from '../dataset.ts';
import { requireEveryClass } from '../every-class.ts';
import { channelSequences, channelStatistics } from '../images/channel-sequences.ts';
import { colourChannels, greyChannel } from '../images/colour-images.ts';
import type { ColourImages } from '../images/colour-images.ts';
import { readCifar } from '../sources/cifar.ts';
import { classNames } from './class-names.ts';
import { seed } from './seed.ts';
import { countProblems, officialSplitIndices } from '../images/split-indices.ts';
import { defineTask } from './task-definition.ts';

const SIDE = 32;
const CLASSES = 10;
const THINGS = classNames([
  ...['airplane', 'automobile', 'bird', 'cat', 'deer'],
  ...['dog', 'frog', 'horse', 'ship', 'truck'],
]);
const POOLS = { training: 50_000, test: 10_000 };

/** Config of the sequential CIFAR-10 task. */
export const cifarConfig = z
  .strictObject({
    kind: z.literal('cifar'),
    form: z
      .enum(['colour', 'grey'])
      .default('colour')
      .describe('colour: red, green and blue of a pixel at each step; grey: one number'),
    pool: z
      .union([z.literal(1), z.literal(2)])
      .default(1)
      .describe('2: mean of each 2 x 2 block first, 1,024 steps become 256'),
    trainCount: upTo(50_000).default(45_000).describe('with validationCount at most 50,000'),
    validationCount: upTo(50_000).default(5000),
    testCount: upTo(60_000).default(10_000).describe('at most 10,000'),
    splitSeed: seed.describe('decides which images are in which split, and nothing else'),
  })
  .superRefine(refine((config) => countProblems(config, POOLS, 'images')));
type CifarConfig = z.output<typeof cifarConfig>;

/** The task. `load` throws TaskError for counts beyond the data, DatasetError if it cannot be had. */
export const cifar = defineTask({
  kind: 'cifar',
  version: 1,
  title: 'Sequential CIFAR-10',
  summary: '60,000 colour images, 32 x 32, pixel by pixel in colour or grey; 10 classes, official test split',
  config: cifarConfig,
  sources: () => ['cifar'],
  shape,
  classNames: () => THINGS,
  load: async (config, access) => {
    const { train, test } = await readCifar(access);
    return colourDataset(config, train, test);
  },
});

/** The dataset of parsed images. Throws TaskError for more images than there are, or a class without any in training. */
export function colourDataset(
  config: CifarConfig,
  trainImages: ColourImages,
  testImages: ColourImages,
): Dataset {
  const indices = officialSplitIndices(config, trainImages.labels, testImages.labels, 'images');
  const channelsOf = config.form === 'grey' ? greyChannel : colourChannels;
  const channels = channelsOf(trainImages);
  const statistics = channelStatistics(channels, indices.train, config.pool);
  const train = channelSequences(channels, indices.train, config.pool, statistics);
  const validation = channelSequences(channels, indices.validation, config.pool, statistics);
  const test = channelSequences(channelsOf(testImages), indices.test, config.pool, statistics);
  requireEveryClass(train, CLASSES, 'trainCount');
  const floors = [majorityClassFloor(test), nearestClassMeanFloor(train, test, CLASSES)];
  return { ...shape(config), train, validation, test, floors };
}

function shape({ form, pool }: CifarConfig): TaskShape {
  return {
    time: (SIDE / pool) ** 2,
    features: form === 'grey' ? 1 : 3,
    target: { kind: 'class', classes: CLASSES },
    metric: 'accuracy',
  };
}
