/** Whether windows fit into the blocks of a recording, which is known without the data. */
import { timeBlocks } from '../blocks/time-blocks.ts';
import type { FieldProblem } from './family-fields.ts';

/** Days seen, days ahead at most, and the config field of these. */
export interface WindowSpan {
  readonly length: number;
  readonly horizon: number;
  readonly horizonField: string;
}

/** What is wrong if some block of `shares` cannot hold one window with its gap of the same span. */
export function lengthProblem(
  total: number,
  shares: readonly number[],
  { length, horizon, horizonField }: WindowSpan,
): FieldProblem | undefined {
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
