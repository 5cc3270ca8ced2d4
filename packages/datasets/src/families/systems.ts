/**
 * A family of filters and dynamical systems: follow the system of the task as it answers a random signal (generated).
 *
 *   x_t = (u_t, distractors, y'_{t−1});   y = answer of the system to u, at every step
 *
 * Tasks cycle through four kinds: a sinusoid whose frequency u drives, AR(2), a filter of five taps, and a product of two
 * past inputs; equations and how parameters are drawn: families/dynamical-systems.ts. All start at rest, so
 * y_t follows from u_0 … u_t and the task, without noise. u and the distractors, which mean nothing, are independent
 * U(−√3, √3), of unit variance. Inputs `[count, T, 2 + distractors]`, then the identity; y'_{t−1} is the true target of
 * the step before, 0 at the first. Targets `[count, T, 1]`, loss at every step, standardised by the training targets of
 * the task, so the mean squared error is the normalised one: the error over the variance of the task's training
 * targets (families/family-part.ts).
 */
import { createRng } from '@dsrnn/portable';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { whole } from '../config-fields.ts';
import type { PartShape } from '../parts/assemble.ts';
import { eachSplit } from '../splits.ts';
import { defineTask } from '../tasks/task-definition.ts';
import { assembleFamily, familyShape } from './assemble-family.ts';
import { drawSystem, LONGEST_DELAY, SYSTEM_KINDS } from './dynamical-systems.ts';
import type { System } from './dynamical-systems.ts';
import { familyFields, generatedFields, taskIndices } from './family-fields.ts';
import { signalPart } from './family-part.ts';
import type { FamilyPart, Signals } from './family-part.ts';

/** Largest value of a uniform number of unit variance. */
const BOUND = Math.sqrt(3);

/** Config of the family. */
export const systemsConfig = z.strictObject({
  kind: z.literal('systems'),
  ...familyFields,
  ...generatedFields,
  length: whole(LONGEST_DELAY + 1, 10_000)
    .default(24)
    .describe('steps T of a sequence'),
  distractors: whole(0, 1000).default(2).describe('input channels of noise that mean nothing'),
});
type SystemsConfig = z.output<typeof systemsConfig>;

/** The family. Needs no files. */
export const systems = defineTask({
  kind: 'systems',
  version: 1,
  title: 'Family of filters and dynamical systems',
  summary: 'generated: driven sinusoid, AR(2), FIR-5 and delayed product by turns; normalised squared error',
  config: systemsConfig,
  sources: () => [],
  shape: (config) => familyShape(partShape(config), config),
  load: async (config) => {
    const rng = createRng(config.dataSeed).fork('systems');
    const parts = taskIndices(config).map((index) => systemPart(index, rng, config));
    return assembleFamily(partShape(config), parts, config, 'always the target of the step before');
  },
});

function partShape({ length, distractors }: SystemsConfig): PartShape {
  const target = { kind: 'value-per-step', size: 1 } as const;
  return { time: length, features: 2 + distractors, target, metric: 'mse' };
}

function systemPart(index: number, family: Rng, config: SystemsConfig): FamilyPart {
  const system = drawSystem(index, family);
  const rng = family.fork(String(index));
  const signals = eachSplit((split) => answers(system, config[`${split}PerTask`], config, rng.fork(split)));
  const name = `${SYSTEM_KINDS[index % SYSTEM_KINDS.length]!}-${index}`;
  return signalPart(name, signals, config.length, true);
}

function answers(system: System, count: number, { length, distractors }: SystemsConfig, rng: Rng): Signals {
  const columns = 1 + distractors;
  const inputs = Float64Array.from(
    { length: count * length * columns },
    () => BOUND * (2 * rng.uniform() - 1),
  );
  const outputs = new Float64Array(count * length);
  for (let i = 0; i < count; i++) {
    const u = Float64Array.from({ length }, (_, t) => inputs[(i * length + t) * columns]!);
    outputs.set(system(u), i * length);
  }
  return { count, inputs, outputs };
}
