import { describe, expect, it } from 'vitest';
import { lengthProblem } from './daily-windows.ts';
import { timeBlocks, windowStarts } from './time-blocks.ts';

const shares = [70, 10, 20];
const problem = (length: number) => lengthProblem(5698, shares, { length, horizon: 1 });

describe('windows of a recording', () => {
  it('fit up to the length that the message names', () => {
    // Validation: days 3,988 to 4,557, 570 in all; a gap and a window of 285 just fit.
    expect(problem(284)).toBeUndefined();
    expect(windowStarts(timeBlocks(5698, shares, 285)[1]!, 285, 1)).toEqual([3988]);
    expect(problem(285)).toEqual({
      field: 'length',
      message: 'length and horizon make a window of 286 days, but a block holds at most 285; lower one',
    });
  });
});
