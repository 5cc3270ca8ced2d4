/** Wall-clock times of the models of an experiment, measured alone on a machine: facts of that machine, never digested. */
import { z } from 'zod';
import { measure, quantity, type Measures } from './measure.ts';

const milliseconds = z.number().positive();

/** A time over rounds: median (of an even number the mean of the middle two), least and largest. */
export const measuredTime = z.strictObject({
  median: milliseconds,
  least: milliseconds,
  most: milliseconds,
  rounds: z
    .array(milliseconds)
    .min(1)
    .optional()
    .describe('the time of each round, in their order; a round times every place once. Old files lack it'),
});

/** What is timed, in the unit in which it is shown; both are recorded in ms. Shares of them are measures that claims may name. */
export const stepTimes = {
  train: measure(
    'Training step',
    quantity('ms', 'time', 0, Infinity, 'ms'),
    'lower',
    'forward pass, backward pass and optimiser step of one batch',
  ),
  stream: measure(
    'Streaming step',
    quantity('µs', 'time', 0, Infinity, 'µs'),
    'lower',
    'one time step of one sequence that is fed step by step',
  ),
} as const satisfies Measures;

/** Times of one place of the grid, named by the labels of the experiment. */
export const placeTimes = z.strictObject({
  architecture: z.string(),
  method: z.string(),
  sparsity: z.number().gte(0).lt(1),
  task: z.string(),
  trainMs: measuredTime.describe('an optimiser step of one batch, ms'),
  streamMs: measuredTime
    .nullable()
    .describe(
      'a step of one sequence that is fed step by step, ms; null: it cannot be, its masks need the future',
    ),
});

/** `times.json`. */
export const timesRecord = z.strictObject({
  format: z.literal(1),
  experiment: z.string(),
  profile: z.string(),
  batchSize: z.int().positive(),
  rounds: z.int().positive(),
  machine: z.strictObject({
    cpu: z.string(),
    cores: z.int().positive(),
    platform: z.string(),
    arch: z.string(),
    node: z.string(),
    vectorBits: z
      .union([z.literal(128), z.literal(256)])
      .optional()
      .describe('width of a vector in the kernels; absent: 128'),
    date: z.string(),
  }),
  places: z.array(placeTimes),
});

export type MeasuredTime = z.infer<typeof measuredTime>;
export type PlaceTimes = z.infer<typeof placeTimes>;
export type TimesRecord = z.infer<typeof timesRecord>;
