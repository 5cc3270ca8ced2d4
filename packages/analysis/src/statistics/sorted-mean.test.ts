import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { sortedMean } from './sorted-mean.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

it('is the arithmetic mean', () => {
  expect(sortedMean([4, 1, 2, 9])).toBe(4);
});

it('does not depend on the order of the values', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 12 }), (values) => {
      expect(sortedMean([...values].reverse())).toBe(sortedMean(values));
    }),
  );
});

it('gives a constant back exactly', () => {
  fc.assert(
    fc.property(finite, fc.integer({ min: 1, max: 20 }), (value, n) => {
      expect(sortedMean(Array.from({ length: n }, () => value))).toBe(value + 0);
    }),
  );
});

it.each([[[]], [[1, NaN]], [[Infinity]]])('refuses %j', (values) => {
  expect(() => sortedMean(values)).toThrow(AnalysisError);
});
