/** Settings of a router as experiments have them. */
import { origins } from '@dsrnn/portable';
import { z } from 'zod';
import { routerInput } from '../gating/routers/router-input.ts';

/** The router's settings. */
export const routerConfig = z
  .strictObject({
    input: z
      .enum(['auto', ...routerInput.options])
      .default('ema')
      .describe(
        'x, xh, ema: a mask per step; first: per sequence, causal; mean, pool: per sequence, NOT causal; ' +
          'identity: per sequence, causal, reads which task it is of and nothing else; ' +
          'auto: xh, or ema where the recurrence is linear (s4d)',
      ),
    width: z.int().positive().max(1024).default(8).describe('hidden units of the two-layer router'),
    rateScale: z
      .union([z.number().gte(0).max(100), z.literal('auto')])
      .default('auto')
      .describe(
        "factor on the router's learning rate; 0 freezes it; auto: 1, or 0.3 where the recurrence is linear (s4d)",
      ),
    trainedParts: z
      .int()
      .positive()
      .max(1000)
      .nullable()
      .default(null)
      .describe(
        'where parts are learned one after the other: the router learns in the first so many and is frozen from then on; ' +
          'null: it learns in all',
      ),
    scaleInputs: z
      .union([z.boolean(), z.literal('auto')])
      .default('auto')
      .describe(
        'divide its inputs by their root mean square over the training data; auto: where the recurrence is linear (s4d)',
      ),
    centred: z
      .union([z.boolean(), z.literal('auto')])
      .default('auto')
      .describe(
        'biases of scores follow the weights, so that every score stays 0 on average over inputs; auto: where the ' +
          'recurrence is linear (s4d) and the router learns',
      ),
    detachState: z.boolean().default(false).describe('stop the gradient from the masks into h'),
    firstSteps: z.int().positive().max(10_000).default(4).describe('steps that `first` waits for'),
    blocks: z.int().positive().max(10_000).default(4).describe('time blocks of `pool`'),
    emaDecay: z.number().min(0.001).max(0.9999).default(0.75).describe('decay of `ema`'),
  })
  .register(origins, { input: 'auto', width: 16, rateScale: 1, scaleInputs: false, centred: false });
