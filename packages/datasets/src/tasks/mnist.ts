/**
 * Sequential MNIST: 28 x 28 handwritten digits read row by row or pixel by pixel, one class at the end.
 *
 * Official split of 60,000 / 10,000. Validation is taken from the 60,000, never from the 10,000. The default 55,000 /
 * 5,000 is that of the Fashion-MNIST task; the LTC and S4 papers train on 54,000 and validate on 6,000.
 */
import { createRng } from '@dsrnn/portable';
import { z } from 'zod';
import { stratifiedOrder } from '../images/stratified-order.ts';
import { readMnist } from '../sources/mnist.ts';
import { imageDataset, imageFields, imageShape, refineImageConfig, splitIndices } from './image-task.ts';
import { defineTask } from './task-definition.ts';

const POOLS = { training: 60_000, test: 10_000 };

/** Config of the MNIST task. */
export const mnistConfig = z
  .strictObject({
    kind: z.literal('mnist'),
    ...imageFields,
    trainCount: z.int().positive().default(55_000).describe('with validationCount at most 60,000'),
    validationCount: z.int().positive().default(5000),
    testCount: z.int().positive().default(10_000).describe('at most 10,000'),
  })
  .superRefine(refineImageConfig(POOLS));

/** The MNIST task. `load` throws TaskError for counts beyond the data, DatasetError if it cannot be had. */
export const mnist = defineTask({
  kind: 'mnist',
  title: 'Sequential MNIST',
  summary:
    '70,000 handwritten digits, 28 x 28, by rows, pixels or permuted pixels; 10 classes, official test split',
  config: mnistConfig,
  sources: () => ['mnist'],
  shape: imageShape,
  load: async (config, access) => {
    const { train, test } = await readMnist(access);
    const rng = createRng(config.splitSeed).fork('split');
    const splits = splitIndices(
      config,
      stratifiedOrder(train.labels, rng.fork('train')),
      stratifiedOrder(test.labels, rng.fork('test')),
    );
    return imageDataset(config, splits, train, test);
  },
});
