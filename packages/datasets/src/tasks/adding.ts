/**
 * The adding problem: add the two marked numbers of a long sequence (generated).
 *
 *   x_t = (u_t, m_t),  u_t ~ U(0, 1),  m_t = 1 at two steps, else 0;   y = sum of the two marked u
 *
 * One mark lies in the first half, steps 0 … floor(T/2) − 1, the other in the second half. Inputs `[count, T, 2]`,
 * target one number in [0, 2], mean squared error. Always answering 1 gives 1/6, the variance of the sum of two
 * independent U(0, 1). Hochreiter & Schmidhuber (1997), section 5.4, in the fixed-length form of Le, Jaitly & Hinton
 * (2015), section 4.1.
 */
import { createRng } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { upTo, whole } from '../config-fields.ts';
import type { Examples, TaskShape } from '../dataset.ts';
import { eachSplit } from '../splits.ts';
import { seed } from './seed.ts';
import { defineTask } from './task-definition.ts';

/** Config of the adding problem. */
export const addingConfig = z.strictObject({
  kind: z.literal('adding'),
  length: whole(2, 10_000).default(100).describe('steps T of a sequence'),
  trainCount: upTo(1_000_000).default(5000),
  validationCount: upTo(1_000_000).default(500),
  testCount: upTo(1_000_000).default(1000),
  dataSeed: seed.describe('decides the examples; independent of the run seed'),
});

/** The adding problem. Needs no files. Each split has its own stream; a smaller split is a prefix of a larger. */
export const adding = defineTask({
  kind: 'adding',
  version: 1,
  title: 'Adding problem',
  summary: 'generated: the sum of two marked numbers among T; mean squared error',
  config: addingConfig,
  sources: () => [],
  shape,
  load: async (config) => {
    const rng = createRng(config.dataSeed).fork('adding');
    return {
      ...shape(config),
      ...eachSplit((split) => generate(config[`${split}Count`], config.length, rng.fork(split))),
      floors: [
        {
          name: 'always 1',
          score: 1 / 6,
          note: 'expected error of the mean answer, 2 Var U(0, 1)',
          // The fourth central moment of the sum is 1/15.
          guess: { standardError: Math.sqrt((1 / 15 - 1 / 36) / config.testCount) },
        },
      ],
    };
  },
});

function shape({ length }: { readonly length: number }): TaskShape {
  return { time: length, features: 2, target: { kind: 'value', size: 1 }, metric: 'mse' };
}

function generate(count: number, length: number, rng: Rng): Examples {
  const inputs = new Float32Array(count * length * 2);
  const targets = new Float32Array(count);
  const half = Math.floor(length / 2);
  for (let i = 0; i < count; i++) {
    const start = i * length;
    for (let t = 0; t < length; t++) inputs[(start + t) * 2] = rng.uniform();
    const first = start + rng.integer(half);
    const second = start + half + rng.integer(length - half);
    inputs[first * 2 + 1] = 1;
    inputs[second * 2 + 1] = 1;
    targets[i] = inputs[first * 2]! + inputs[second * 2]!;
  }
  return { count, inputs, targets };
}
