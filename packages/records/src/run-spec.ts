/**
 * A run: one (architecture, method, sparsity, task, strategy, training recipe, seed, backend, engine) and what is
 * probed in it, with all fields, or in normal form, without those that are at their default.
 *
 * The records layer knows only that each part has a `kind`; the registries of the other packages own the fields.
 */
import { z } from 'zod';

const kinded = z.looseObject({ kind: z.string() });

/** What the sparsity number counts: MACs of the recurrent core, or channels of the two masks. */
export const sparsityUnit = z.enum(['macs', 'channels']);

/** Everything that decides the numbers of a run besides data and code. Its normal form is hashed into the run's key. */
export const runSpec = z.strictObject({
  architecture: kinded,
  method: kinded,
  sparsity: z.number().gte(0).lt(1),
  sparsityOf: sparsityUnit,
  task: kinded,
  strategy: kinded
    .optional()
    .describe('how the parts of the task are learned; absent: as one task, mixed in every batch'),
  train: z.looseObject({}),
  seed: z.int().positive(),
  backend: z.string().describe('what computes on tensors'),
  engine: z
    .string()
    .describe('what unrolls recurrent cells on it: our kernels or composed tensor operations'),
  probes: z
    .array(kinded)
    .min(1)
    .optional()
    .describe('what is measured on the trained model besides its score'),
});
export type RunSpec = z.infer<typeof runSpec>;
export type SparsityUnit = z.infer<typeof sparsityUnit>;
