/**
 * Tasks of the MNIST family: the official split of 60,000 / 10,000, validation taken from the 60,000 and never from the
 * 10,000.
 */
import { z } from 'zod';
import { upTo } from '../config-fields.ts';
import type { DataAccess } from '../data-access.ts';
import type { Dataset } from '../dataset.ts';
import { requireEveryClass } from '../every-class.ts';
import type { OfficialImages } from '../sources/mnist-family.ts';
import { CLASSES, imageDataset, imageFields, refineImageConfig, type ImageTaskConfig } from './image-task.ts';
import { officialSplitIndices } from '../images/split-indices.ts';

const POOLS = { training: 60_000, test: 10_000 };

/** Config of such a task. */
export function officialImageConfig<const Kind extends string>(kind: Kind) {
  return z
    .strictObject({
      kind: z.literal(kind),
      ...imageFields,
      trainCount: upTo(60_000).default(55_000).describe('with validationCount at most 60,000'),
      validationCount: upTo(60_000).default(5000),
      testCount: upTo(10_000).default(10_000).describe('at most 10,000'),
    })
    .superRefine(refineImageConfig(POOLS));
}

/** Loads such a task. Throws TaskError for counts beyond the data, DatasetError if it cannot be had. */
export async function loadOfficialImages(
  config: ImageTaskConfig,
  access: DataAccess,
  read: (access: DataAccess) => Promise<OfficialImages>,
): Promise<Dataset> {
  const { train, test } = await read(access);
  const splits = officialSplitIndices(config, train.labels, test.labels);
  const dataset = imageDataset(config, splits, train, test);
  requireEveryClass(dataset.train, CLASSES, 'trainCount');
  return dataset;
}
