/** Settings of masks as experiments have them. */
import { z } from 'zod';

/** Which channels may be masked, and what an inactive unit does. Shared by DS and its controls. */
export const maskSettings = {
  inactive: z
    .enum(['carry', 'zero'])
    .default('carry')
    .describe('state of an inactive unit: kept, or set to zero'),
  maskInputs: z.boolean().default(true).describe('false: read all inputs, and spend the MACs on units'),
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
    .enum(['current', 'previous'])
    .default('current')
    .describe(
      'which hidden channels a step reads: those that it computes itself, or those that the step before wrote; previous ' +
        'only with a mask per step, and not for s4d',
    ),
  groupSize: z
    .int()
    .positive()
    .max(4096)
    .default(1)
    .describe('neighbouring units that are active together; the last group may be smaller'),
};
