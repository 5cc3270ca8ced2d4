import { describe, expect, it } from 'vitest';
import { dailyBlocks, lengthProblems } from './daily-windows.ts';
import { windowStarts } from './time-blocks.ts';

const problems = (length: number) => lengthProblems(5698, { length, horizon: 1 });

describe('windows of a recording', () => {
  it('fit up to the length that the message names', () => {
    // Validation: days 3,988 to 4,557, 570 in all; a gap and a window of 285 just fit.
    expect(problems(284)).toEqual([]);
    expect(windowStarts(dailyBlocks(5698, 285).validation, 285, 1)).toEqual([3988]);
    expect(problems(285)).toEqual([
      {
        path: ['length'],
        message: 'length and horizon make a window of 286 days, but a block holds at most 285; lower one',
      },
    ]);
  });
});
