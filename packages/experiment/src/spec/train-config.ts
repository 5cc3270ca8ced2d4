/**
 * The training recipe of a run: Adam, global-norm clipping, warm-up and cosine decay, selection on validation data.
 * Every method of an experiment is trained by the same recipe, so all have the same tuning budget.
 */
import { z } from 'zod';

/** Rates that move a parameter of about 0.1 in float32 at all, and do not throw it beyond the data. */
export const LEARNING_RATES = { least: 1e-7, most: 10 } as const;

export const trainConfig = z.strictObject({
  steps: z.int().positive().max(10_000_000).describe('optimiser steps'),
  batchSize: z.int().positive().max(65_536).default(64),
  learningRate: z
    .number()
    .min(LEARNING_RATES.least)
    .max(LEARNING_RATES.most)
    .default(0.003)
    .describe('peak rate of Adam'),
  warmupSteps: z.int().nonnegative().max(10_000_000).default(30).describe('linear warm-up from 0'),
  schedule: z.enum(['cosine', 'constant']).default('cosine'),
  finalRateShare: z
    .number()
    .gte(0)
    .lte(1)
    .default(0.05)
    .describe('cosine ends at this share of the peak rate'),
  clipNorm: z
    .number()
    .min(1e-3)
    .max(1_000_000_000)
    .default(1)
    .describe(
      "global gradient norm is clipped to this; far below the least, Adam's ε of 1e-8 would outweigh every gradient",
    ),
  evaluateEvery: z
    .int()
    .positive()
    .max(10_000_000)
    .default(100)
    .describe('steps between evaluations on validation data'),
  select: z
    .enum(['best-validation', 'last'])
    .default('best-validation')
    .describe('which parameters are tested, once, at the end'),
  patience: z
    .int()
    .positive()
    .max(10_000_000)
    .nullable()
    .default(null)
    .describe('stop after this many evaluations without improvement; null: never stop early'),
  blowUpFactor: z
    .number()
    .min(1.5)
    .max(1_000_000_000)
    .default(100)
    .describe('diverged when the loss is not finite or above this factor × the first loss (at least 1)'),
});
export type TrainConfig = z.infer<typeof trainConfig>;
