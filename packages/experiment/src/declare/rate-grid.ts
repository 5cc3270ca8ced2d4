/**
 * The grid of learning rates over which every place of an experiment (architecture, method, sparsity, task) is tuned: a
 * geometric sequence that goes on in both directions. Position 0 is the lowest rate that all places start with; higher
 * positions are higher rates, negative ones lower.
 *
 *   rate(k) = lowest start / factor^−k  for k < 0,   start[k],   highest start · factor^(k − last)  beyond
 *
 * Rates are rounded to three digits, so that a rate is the same number, and a run has the same key, however it is reached.
 */
import type { RunSpec } from '@dsrnn/records';
import { z } from 'zod';
import type { Labelled } from './resolved-profile.ts';
import { LEARNING_RATES } from '../spec/train-config.ts';
import type { FieldIssue } from './yaml/yaml-source.ts';

/** What a profile says of it. */
export const rateGridConfig = z
  .strictObject({
    start: z
      .array(z.number().min(LEARNING_RATES.least).max(LEARNING_RATES.most))
      .min(1)
      .optional()
      .describe('the rates that are tried everywhere, ascending; left out: that of train'),
    factor: z.number().min(1.1).max(1000).default(3).describe('ratio of a rate to the next lower one'),
    most: z.int().min(2).max(100).default(5).describe('how many rates may be tried at one place'),
  })
  .meta({ id: 'rateGrid' });

/** The grid of a profile: its recipe at other rates. */
export interface RateGrid {
  /** The recipe of `train`, whose rate is one of `start`. */
  readonly base: Labelled<RunSpec['train']>;
  readonly start: readonly number[];
  readonly factor: number;
  readonly most: number;
  /** With how many seeds, the first of each place, rates are tried; absent: with all of them. */
  readonly seeds?: number;
}

/** The grid that a profile declares around its recipe. */
export function rateGrid(
  { start, factor, most }: z.infer<typeof rateGridConfig>,
  base: Labelled<RunSpec['train']>,
  seeds?: number,
): RateGrid {
  return {
    ...{ base, start: start ?? [Number(base.config['learningRate'])], factor, most },
    ...(seeds === undefined ? {} : { seeds }),
  };
}

/** The recipe at a position of the grid: the base with another rate, called `<base>@<rate>`. */
export function recipeAt(grid: RateGrid, position: number): Labelled<RunSpec['train']> {
  const { label, config } = grid.base;
  const learningRate = rateAt(grid, position);
  return { label: `${label}@${String(learningRate)}`, config: { ...config, learningRate } };
}

/** The recipes from one position to another, both included, the lowest rate first. */
export function recipesBetween(grid: RateGrid, low: number, high: number): Labelled<RunSpec['train']>[] {
  return Array.from({ length: high - low + 1 }, (_, i) => recipeAt(grid, low + i));
}

function rateAt({ start, factor }: RateGrid, position: number): number {
  const last = start.length - 1;
  if (position >= 0 && position <= last) return start[position]!;
  // Multiplied out: `**` may differ between engines in the last bit.
  let rate = position < 0 ? start[0]! : start[last]!;
  for (let k = position; k < 0; k++) rate /= factor;
  for (let k = position; k > last; k--) rate *= factor;
  return rounded(rate);
}

/** Three digits: the closest double to a short decimal, so that no 0.045000000000000005 enters a key. */
function rounded(rate: number): number {
  return Number(rate.toPrecision(3));
}

/** What is wrong with the grid of a profile; paths begin at `tune.learningRate`. */
export function* rateGridIssues(grid: RateGrid): Generator<FieldIssue> {
  const { base, start, factor, most } = grid;
  const own = base.config['learningRate'];
  if (typeof own !== 'number') {
    yield { path: [], message: `varies the learning rate, but the recipe ${base.label} has none` };
    return;
  }
  for (const [i, rate] of start.slice(1).entries()) {
    const next = rounded(start[i]! * factor);
    if (rate === next) continue;
    const message = `is ${String(rate)}, but at factor ${String(factor)} the rate after ${String(start[i])} is ${String(next)}`;
    yield { path: ['start', i + 1], message };
  }
  if (!start.includes(own)) {
    yield { path: ['start'], message: `lacks ${String(own)}, the rate of the recipe ${base.label}` };
  }
  if (start.length > most) {
    yield { path: ['most'], message: `is ${String(most)}, but start lists ${String(start.length)} rates` };
    return;
  }
  // The rates that the rule may come to, where all that are left to try lie on one side.
  const [lowest, highest] = [rateAt(grid, start.length - most), rateAt(grid, most - 1)];
  if (lowest >= LEARNING_RATES.least && highest <= LEARNING_RATES.most) return;
  const expected = `${String(LEARNING_RATES.least)} … ${String(LEARNING_RATES.most)}`;
  const message = `${String(most)} rates at factor ${String(factor)} may reach from ${String(lowest)} to ${String(highest)}, expected within ${expected}: take fewer, or a smaller factor`;
  yield { path: ['most'], message };
}
