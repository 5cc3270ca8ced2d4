import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { interquartileMean } from './interquartile-mean.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('interquartileMean', () => {
  it.each([
    [[7], 7],
    [[1, 5], 3],
    [[1, 2, 9], 4], // floor(0.75) = 0: nothing is cut
    [[0, 2, 4, 100], 3], // one at each end
    [[100, 1, 2, 3, -50], 2],
    [[1, 2, 3, 4, 5, 6, 7, 80], 4.5], // two at each end: mean of 3, 4, 5, 6
    [[10, 0, 1, 2, 3, 4, 5, 6, 7, 90], 4.5], // two at each end: mean of 2 … 7
  ])('cuts floor(n/4) values from each end of %j', (values, expected) => {
    expect(interquartileMean(values)).toBe(expected);
  });

  it('does not depend on the order of the values', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 12 }), (values) => {
        expect(interquartileMean([...values].reverse())).toBe(interquartileMean(values));
      }),
    );
  });

  it('gives a constant back exactly', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 1, max: 20 }), (value, n) => {
        expect(interquartileMean(Array.from({ length: n }, () => value))).toBe(value + 0);
      }),
    );
  });

  it('ignores an outlier of four values', () => {
    expect(interquartileMean([1, 2, 3, 1e9])).toBe(interquartileMean([1, 2, 3, 4]));
  });

  it.each([[[]], [[1, NaN]], [[Infinity]]])('refuses %j', (values) => {
    expect(() => interquartileMean(values)).toThrow(AnalysisError);
  });
});
