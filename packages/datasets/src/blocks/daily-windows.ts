/**
 * Windows of a daily recording that are asked for a day after their end: config fields, and whether windows fit into the
 * blocks of the recording, which is known without the data.
 */
import { z } from 'zod';
import { timeBlocks } from './time-blocks.ts';

/** Config field: length of a window, up to the days that some block can hold. */
export function lengthInDays(most: number, usual: number) {
  return z.int().positive().max(most).default(usual).describe('days of a sequence');
}

/** How far ahead is foretold. */
export const horizonInDays = z.int().positive().max(1000);

/** What a horizon is, for the description of its field. */
export const HORIZON = 'days from the last one seen to the one foretold';

/** Config field: how far apart windows start. */
export function strideInDays(usual: number) {
  return z
    .int()
    .positive()
    .max(1000)
    .default(usual)
    .describe('days between the starts of two windows of a split');
}

/** Days seen, days ahead at most, and the config field of these, `horizon` unless it is told. */
export interface WindowSpan {
  readonly length: number;
  readonly horizon: number;
  readonly horizonField?: string;
}

/** What is wrong with the field `length` if some block of `shares` cannot hold one window with its gap of the same span. */
export function lengthProblem(
  total: number,
  shares: readonly number[],
  { length, horizon, horizonField = 'horizon' }: WindowSpan,
): { readonly field: 'length'; readonly message: string } | undefined {
  const span = length + horizon;
  const room = timeBlocks(total, shares, span).map(({ start, end }, i) => ({
    fits: end - start >= span,
    most: i === shares.length - 1 ? end - start : Math.floor((end - start + span) / 2),
  }));
  if (room.every(({ fits }) => fits)) return undefined;
  const most = Math.min(...room.map((block) => block.most));
  const message = `length and ${horizonField} make a window of ${span} days, but a block holds at most ${most}; lower one`;
  return { field: 'length', message };
}
