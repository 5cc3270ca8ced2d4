/** Settings of masks as experiments have them; `auto` is decided in decided-masks.ts. */
import type { Origin } from '@dsrnn/portable';
import { z } from 'zod';

/** Which channels may be masked, and what an inactive unit does. Shared by DS and its controls. */
export const maskSettings = {
  inactive: z
    .enum(['carry', 'zero'])
    .default('carry')
    .describe('state of an inactive unit: kept, or set to zero'),
  maskInputs: z
    .union([z.boolean(), z.literal('auto')])
    .default('auto')
    .describe(
      'false: read all inputs, and spend the MACs on units; auto: true where there are more inputs than units, or ' +
        'inputDensity is given',
    ),
  inputDensity: z
    .number()
    .min(1e-4)
    .lte(1)
    .nullable()
    .default(null)
    .describe('share of inputs read; null: from the sparsity'),
  hiddenDensity: z
    .number()
    .min(1e-4)
    .lte(1)
    .nullable()
    .default(null)
    .describe('share of units active; null: from the sparsity'),
  sides: z
    .enum(['both', 'rows', 'columns'])
    .default('both')
    .describe(
      'what a mask leaves out; rows: inactive units are not computed, but all channels are read; columns: inactive ' +
        'channels are not read, but all units are computed; these two not for s4d',
    ),
  read: z
    .enum(['auto', 'current', 'previous'])
    .default('auto')
    .describe(
      'which hidden channels a step reads: those that it computes itself, or those that the step before wrote; previous ' +
        'only with a mask per step, and not for s4d; auto: previous wherever it can be',
    ),
  groupSize: z
    .union([z.int().positive().max(4096), z.literal('auto')])
    .default('auto')
    .describe(
      'neighbouring units that are active together; the last group may be smaller; auto: a sixteenth of an lstm or gru ' +
        'where masks are decided per step without the state, else 1',
    ),
};

/** The defaults with which these settings came: one mask for rows and columns, single units. */
export const maskOrigin: Origin = { maskInputs: true, read: 'current', groupSize: 1 };
