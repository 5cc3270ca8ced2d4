/**
 * Sequential Fashion-MNIST: 28 x 28 images of clothing read row by row or pixel by pixel, one class at the end.
 *
 * Official split of 60,000 / 10,000. Validation is taken from the 60,000, never from the 10,000.
 */
import { createRng } from '@dsrnn/portable';
import { z } from 'zod';
import { stratifiedOrder } from '../images/stratified-order.ts';
import { readFashionMnist } from '../sources/fashion-mnist.ts';
import { imageDataset, imageFields, imageShape, refineImageConfig, splitIndices } from './image-task.ts';
import { defineTask } from './task-definition.ts';

const POOLS = { training: 60_000, test: 10_000 };

/** Config of the Fashion-MNIST task. */
export const fashionMnistConfig = z
  .strictObject({
    kind: z.literal('fashion-mnist'),
    ...imageFields,
    trainCount: z.int().positive().default(55_000).describe('with validationCount at most 60,000'),
    validationCount: z.int().positive().default(5000),
    testCount: z.int().positive().default(10_000).describe('at most 10,000'),
  })
  .superRefine(refineImageConfig(POOLS));

/** The Fashion-MNIST task. `load` throws TaskError for counts beyond the data, DatasetError if it cannot be had. */
export const fashionMnist = defineTask({
  kind: 'fashion-mnist',
  title: 'Sequential Fashion-MNIST',
  summary:
    '70,000 images of clothing, 28 x 28, by rows, pixels or permuted pixels; 10 classes, official test split',
  config: fashionMnistConfig,
  sources: () => ['fashion-mnist'],
  shape: imageShape,
  load: async (config, access) => {
    const { train, test } = await readFashionMnist(access);
    const rng = createRng(config.splitSeed).fork('split');
    const splits = splitIndices(
      config,
      stratifiedOrder(train.labels, rng.fork('train')),
      stratifiedOrder(test.labels, rng.fork('test')),
    );
    return imageDataset(config, splits, train, test);
  },
});
