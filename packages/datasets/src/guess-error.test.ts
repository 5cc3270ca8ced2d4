import { describe, expect, it } from 'vitest';
import { majorityClassFloor, nearestClassMeanFloor } from './class-floors.ts';
import { chanceAucError, rootOfSquares, shareError, squaredErrorError } from './guess-error.ts';
import { stepMeanFloor } from './step-value-floors.ts';

describe('the standard error of a guess', () => {
  it('is that of a share: a fifth of a hundred answers moves by four points', () => {
    expect(shareError(0.2, 100)).toBeCloseTo(0.04, 12);
    expect(shareError(1, 100)).toBe(0);
  });

  it('is that of the rank statistic: two positives and three negatives', () => {
    expect(chanceAucError(2, 3)).toBeCloseTo(Math.sqrt(6 / 72), 12);
    expect(chanceAucError(0, 3)).toBe(Infinity);
  });

  it('is that of the mean over sequences, whose steps may depend on each other', () => {
    // Errors of two sequences of two steps: (0 + 4) / 2 = 2 and (4 + 16) / 2 = 10; deviation √32, over √2.
    expect(squaredErrorError([0, 0, 0, 0], [0, 2, 2, 4], 2)).toBeCloseTo(4, 12);
    expect(squaredErrorError([0, 0], [1, 3], 1)).toBe(0);
    expect(rootOfSquares([3, 4])).toBe(5);
  });

  it('stands beside floors that know nothing of the input, and no others', () => {
    const split = { count: 4, inputs: Float32Array.of(0, 1, 0, 1), targets: Int32Array.of(0, 1, 0, 0) };
    expect(majorityClassFloor(split).guess).toEqual({ standardError: Math.sqrt(0.1875 / 4) });
    expect(nearestClassMeanFloor(split, split, 2).guess).toBeUndefined();
    const steps = { count: 2, inputs: new Float32Array(4), targets: Float32Array.of(0, 2, 2, 4) };
    // The mean is 2: errors 4, 0, 0, 4, so 2 in each sequence.
    expect(stepMeanFloor(steps, steps, 2).guess).toEqual({ standardError: 0 });
  });
});
