/**
 * HalfCheetah: forecast the 17 observations of the next step, at each step, from those so far.
 *
 *   x_t = o_{s+t},   y_t = o_{s+t+1},   t = 0 … length − 1,   s = 0, stride, 2 stride, … < 1,000 − length − 1
 *
 * Protocol of Hasani et al. (2021), section 5 and their script cheetah.py: windows of 32 steps taken every 10 steps, so
 * 97 a rollout; whole rollouts in each split, 10 for training, 5 for validation, 10 for test (970 / 485 / 970
 * windows). Neighbouring windows overlap, but no step is in two splits. As there, numbers are not normalised, and the
 * mean squared error is over all steps and observations in raw units: the paper's table has 2.308 ± 0.015 for
 * LTC and 2.500 ± 0.140 for LSTM. Velocities make nearly all of it. Nothing is random.
 */
import { z } from 'zod';
import { whole } from '../config-fields.ts';
import type { Dataset, Examples, TaskShape } from '../dataset.ts';
import { CHEETAH, readHalfCheetah } from '../sources/half-cheetah.ts';
import { eachSplit } from '../splits.ts';
import { linearStepFloor, persistenceFloor, stepMeanFloor } from '../step-value-floors.ts';
import { defineTask } from './task-definition.ts';

const { steps, observations } = CHEETAH;

/** Rollouts of each split, [first, past the last]. */
const ROLLOUTS = { train: [15, 25], validation: [0, 5], test: [5, 15] } as const;

/** Config of the HalfCheetah task. */
export const halfCheetahConfig = z.strictObject({
  kind: z.literal('half-cheetah'),
  length: whole(2, steps - 2)
    .default(32)
    .describe('steps of a window; 32 in the LTC paper'),
  stride: whole(1, steps)
    .default(10)
    .describe('steps between the starts of windows; 10 in the LTC paper, larger for fewer windows'),
});
type HalfCheetahConfig = z.output<typeof halfCheetahConfig>;

/** The HalfCheetah task. `load` throws DatasetError if the traces cannot be had. */
export const halfCheetah = defineTask({
  kind: 'half-cheetah',
  version: 1,
  title: 'HalfCheetah',
  summary:
    '25 rollouts of a simulated runner (LTC repository): the next 17 observations at each step; mean squared error',
  config: halfCheetahConfig,
  sources: () => ['half-cheetah'],
  shape,
  load: async (config, access) => rolloutDataset(config, await readHalfCheetah(access)),
});

/** The dataset of 25 rollouts, each `[1000, 17]`. */
export function rolloutDataset(config: HalfCheetahConfig, rollouts: readonly Float32Array[]): Dataset {
  const splits = eachSplit((split) => windows(rollouts.slice(...ROLLOUTS[split]), config));
  const { train, test } = splits;
  const floors = [
    stepMeanFloor(train, test, config.length),
    persistenceFloor(test),
    linearStepFloor(train, test, config.length),
  ];
  return { ...shape(config), ...splits, floors };
}

function shape({ length }: HalfCheetahConfig): TaskShape {
  return {
    time: length,
    features: observations,
    target: { kind: 'value-per-step', size: observations },
    metric: 'mse',
  };
}

function windows(rollouts: readonly Float32Array[], { length, stride }: HalfCheetahConfig): Examples {
  // One start less than would fit: the authors' range ends there.
  const perRollout = Math.ceil((steps - length - 1) / stride);
  const count = rollouts.length * perRollout;
  const size = length * observations;
  const inputs = new Float32Array(count * size);
  const targets = new Float32Array(count * size);
  for (let i = 0; i < count; i++) {
    const rollout = rollouts[Math.floor(i / perRollout)]!;
    const start = (i % perRollout) * stride * observations;
    inputs.set(rollout.subarray(start, start + size), i * size);
    targets.set(rollout.subarray(start + observations, start + observations + size), i * size);
  }
  return { count, inputs, targets };
}
