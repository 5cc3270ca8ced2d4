/**
 * What the streams share in which every experience is the whole of another task with its inputs changed in a fixed way.
 *
 * Every experience has all classes and one head for all (the domain scenario). Without counts, each has all
 * examples of the wrapped task, the same ones, as the published protocols do. With a count, each draws that many of
 * its own from `streamSeed`: experiences then have other examples, though some may be in several. A smaller
 * count draws a part of a larger one. No example moves from one split to another.
 */
import { createRng } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import type { z } from 'zod';
import { upTo } from '../config-fields.ts';
import type { DataAccess } from '../data-access.ts';
import type { Dataset, Examples, TaskShape } from '../dataset.ts';
import { TaskError } from '../errors.ts';
import { assembleParts, partsShape } from '../parts/assemble.ts';
import { identityFields, identityOf } from '../parts/identity.ts';
import { partClassFloors } from '../parts/part-floors.ts';
import { selectExamples } from '../select-examples.ts';
import { eachSplit } from '../splits.ts';
import { seed } from '../tasks/seed.ts';
import { experienceCount } from './experience-count.ts';
import { loadWrapped, wrappedShape, wrappedTask } from './wrapped-task.ts';
import type { ClassDataset } from './wrapped-task.ts';

const count = (split: string): z.ZodOptional<z.ZodInt> =>
  upTo(1_000_000)
    .optional()
    .describe(`${split} examples an experience draws. Left out: all of the wrapped task, the same in each`);

/** Config fields of such a stream, beside `kind`. */
export const transformedFields = {
  of: wrappedTask,
  experiences: experienceCount.default(5),
  trainCount: count('training'),
  validationCount: count('validation'),
  testCount: count('test'),
  streamSeed: seed.describe('decides whatever the experiences draw, examples included'),
  ...identityFields,
};

/** Config of such a stream after parsing. */
export type TransformedConfig = z.output<z.ZodObject<typeof transformedFields>>;

/** One experience: its name, and its inputs `[count, time, features]` from those of the wrapped task. */
export interface Transform {
  readonly name: string;
  readonly apply: (inputs: Float32Array) => Float32Array;
}

/** Sizes of such a stream. */
export function transformedShape(config: TransformedConfig): TaskShape {
  return partsShape(wrappedShape(config.of), config.experiences, how(config));
}

/** Loads such a stream; `transforms` gives the experiences from the loaded wrapped task. Throws TaskError for counts beyond it. */
export async function loadTransformed(
  config: TransformedConfig,
  access: DataAccess,
  transforms: (wrapped: ClassDataset) => readonly Transform[],
): Promise<Dataset> {
  const wrapped = await loadWrapped(config.of, access);
  const rng = createRng(config.streamSeed).fork('draw');
  const parts = transforms(wrapped).map(({ name, apply }, i) => {
    const experience = rng.fork(String(i));
    const splits = eachSplit((split): Examples => {
      const field = `${split}Count` as const;
      const drawn = draw(wrapped[split], config[field], field, experience.fork(split));
      return { ...drawn, inputs: apply(drawn.inputs) };
    });
    return { name, ...splits };
  });
  const shape = wrappedShape(config.of);
  const told = config.identity !== 'none';
  return assembleParts(shape, parts, {
    ...how(config),
    field: 'experiences',
    floors: (train, test) =>
      partClassFloors(train, test, { features: shape.features, classes: shape.target.classes, told }),
  });
}

function how(config: TransformedConfig) {
  return { heads: 'shared' as const, identity: identityOf(config) };
}

function draw(examples: Examples, count: number | undefined, field: string, rng: Rng): Examples {
  if (count === undefined) return examples;
  if (count > examples.count) {
    const there = `the wrapped task has ${examples.count}`;
    throw new TaskError(
      `task.${field}`,
      `${count} examples asked for, but ${there}; lower it or leave it out`,
    );
  }
  return selectExamples(examples, rng.permutation(examples.count).subarray(0, count));
}
