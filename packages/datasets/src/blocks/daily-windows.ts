/**
 * Windows of a daily recording that are asked for a day after their end: config fields, the blocks of the recording, and
 * whether windows fit into them, which is known without the data.
 */
import { upTo } from '../config-fields.ts';
import type { ConfigProblem } from '../config-problem.ts';
import type { Splits } from '../splits.ts';
import { timeBlocks, type Block } from './time-blocks.ts';

/** Parts of a hundred for training, validation and test. */
const SHARES = [70, 10, 20];

/** The blocks of a recording of `total` days, `gap` days apart: 70 % training, 10 % validation, 20 % test. */
export function dailyBlocks(total: number, gap: number): Splits<Block> {
  const [train, validation, test] = timeBlocks(total, SHARES, gap);
  return { train: train!, validation: validation!, test: test! };
}

/** Config field: length of a window, up to the days that some block can hold. */
export function lengthInDays(most: number, usual: number) {
  return upTo(most).default(usual).describe('days of a sequence');
}

/** How far ahead is foretold. */
export const horizonInDays = upTo(1000);

/** What a horizon is, for the description of its field. */
export const HORIZON = 'days from the last one seen to the one foretold';

/** Config field: how far apart windows start. */
export function strideInDays(usual: number) {
  return upTo(1000).default(usual).describe('days between the starts of two windows of a split');
}

/** Days seen, days ahead at most, and the config field of these, `horizon` unless it is told. */
export interface WindowSpan {
  readonly length: number;
  readonly horizon: number;
  readonly horizonField?: string;
}

/** What is wrong with the field `length` if some block cannot hold one window with its gap of the same span. */
export function lengthProblems(
  total: number,
  { length, horizon, horizonField = 'horizon' }: WindowSpan,
): readonly ConfigProblem[] {
  const span = length + horizon;
  const room = timeBlocks(total, SHARES, span).map(({ start, end }, i) => ({
    fits: end - start >= span,
    most: i === SHARES.length - 1 ? end - start : Math.floor((end - start + span) / 2),
  }));
  if (room.every(({ fits }) => fits)) return [];
  const most = Math.min(...room.map((block) => block.most));
  const message = `length and ${horizonField} make a window of ${span} days, but a block holds at most ${most}; lower one`;
  return [{ path: ['length'], message }];
}
