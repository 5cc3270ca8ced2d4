/**
 * A family of sinusoids: task i is the function y = A_i cos π(2 f_i p + φ_i), sampled along a stretch of p (generated).
 *
 *   p_t = s + t / (2 (T − 1)),  s ~ U(0, 1/2),  t = 0 … T − 1
 *   x_t = (2 p_t − 1, y'_{t−1});   y_t = A_i cos π(2 f_i p_t + φ_i) + noise · n_t,  n_t ~ N(0, 1)
 *
 * Amplitude A_i ~ U(0.5, 2), frequency f_i ~ U(1, 5) periods for p from 0 to 1, phase φ_i ~ U(0, 2) in units of π, all
 * drawn from `dataSeed` and i. Inputs `[count, T, 2]`, then the identity; targets `[count, T, 1]`, one a step, loss at
 * every step. Targets are standardised by the training targets of the task, so the mean squared error is the
 * normalised one: the error over the variance of the task's training targets (families/family-part.ts). The amplitude
 * therefore shows only against the noise: who knows the function errs by noise² / (A_i² / 2 + noise²).
 *
 * A position alone does not tell whose function is asked for. The identity does, or else the true target of the step
 * before, y'_{t−1}, 0 at the first step, from which the task can be inferred along the sequence. With `feedback` false
 * and identity `none` little beyond the mean over the tasks can be learnt.
 */
import { cosPi, createRng } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { whole } from '../config-fields.ts';
import type { PartShape } from '../parts/assemble.ts';
import { eachSplit } from '../splits.ts';
import { defineTask } from '../tasks/task-definition.ts';
import { assembleFamily, familyShape } from './assemble-family.ts';
import { familyFields, generatedFields, taskIndices } from './family-fields.ts';
import { signalPart } from './family-part.ts';
import type { FamilyPart, Signals } from './family-part.ts';

/** Config of the family. */
export const sinusoidsConfig = z.strictObject({
  kind: z.literal('sinusoids'),
  ...familyFields,
  ...generatedFields,
  length: whole(2, 10_000).default(24).describe('steps T of a sequence'),
  noise: z
    .number()
    .nonnegative()
    .max(100)
    .default(0.1)
    .describe('standard deviation of the noise on the targets'),
  feedback: z.boolean().default(true).describe('whether the true target of the step before is an input'),
});
type SinusoidsConfig = z.output<typeof sinusoidsConfig>;

/** The family. Needs no files. */
export const sinusoids = defineTask({
  kind: 'sinusoids',
  version: 1,
  title: 'Family of sinusoids',
  summary: 'generated: K sinusoids, each of its own amplitude, frequency and phase; normalised squared error',
  config: sinusoidsConfig,
  sources: () => [],
  shape: (config) => familyShape(partShape(config), config),
  load: async (config) => {
    const rng = createRng(config.dataSeed).fork('sinusoids');
    const parts = taskIndices(config).map((index) => sinusoidPart(index, rng.fork(String(index)), config));
    return assembleFamily(partShape(config), parts, config, 'always the target of the step before');
  },
});

/** Amplitude, periods for p from 0 to 1, phase in units of π. */
export interface Sinusoid {
  readonly amplitude: number;
  readonly frequency: number;
  readonly phase: number;
}

/** Draws the function of a task. */
export function drawSinusoid(rng: Rng): Sinusoid {
  return { amplitude: 0.5 + 1.5 * rng.uniform(), frequency: 1 + 4 * rng.uniform(), phase: 2 * rng.uniform() };
}

function partShape({ length, feedback }: SinusoidsConfig): PartShape {
  const target = { kind: 'value-per-step', size: 1 } as const;
  return { time: length, features: feedback ? 2 : 1, target, metric: 'mse' };
}

function sinusoidPart(index: number, rng: Rng, config: SinusoidsConfig): FamilyPart {
  const sinusoid = drawSinusoid(rng.fork('parameters'));
  const signals = eachSplit((split) => sample(sinusoid, config[`${split}PerTask`], config, rng.fork(split)));
  return signalPart(`sinusoid-${index}`, signals, config.length, config.feedback);
}

function sample(
  { amplitude, frequency, phase }: Sinusoid,
  count: number,
  { length, noise }: SinusoidsConfig,
  rng: Rng,
): Signals {
  const inputs = new Float64Array(count * length);
  const outputs = new Float64Array(count * length);
  for (let i = 0; i < count; i++) {
    const start = rng.uniform() / 2;
    for (let t = 0; t < length; t++) {
      const position = start + t / (2 * (length - 1));
      inputs[i * length + t] = 2 * position - 1;
      outputs[i * length + t] = amplitude * cosPi(2 * frequency * position + phase) + noise * rng.normal();
    }
  }
  return { count, inputs, outputs };
}
