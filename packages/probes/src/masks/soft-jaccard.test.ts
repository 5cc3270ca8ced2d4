import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chanceCorrected, cosine, softJaccard } from './soft-jaccard.ts';

const vector = (...values: number[]): Float64Array => Float64Array.from(values);

it('of sets is intersection over union', () => {
  expect(softJaccard(vector(1, 1, 0, 1, 0), vector(0, 1, 0, 1, 1))).toBe(2 / 4);
});

it('of frequencies is the sum of minima over that of maxima', () => {
  // minima .2 + .5 + 0, maxima .6 + .5 + 1
  expect(softJaccard(vector(0.2, 0.5, 0), vector(0.6, 0.5, 1))).toBeCloseTo(0.7 / 2.1, 15);
});

it('of equal vectors is 1, even if they are empty', () => {
  expect(softJaccard(vector(0.3, 0), vector(0.3, 0))).toBe(1);
  expect(softJaccard(vector(0, 0), vector(0, 0))).toBe(1);
});

it('is symmetric and in [0, 1]', () => {
  const frequencies = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(frequencies, frequencies, (f, g) => {
      const overlap = softJaccard(vector(...f), vector(...g));
      expect(overlap).toBe(softJaccard(vector(...g), vector(...f)));
      expect(overlap >= 0 && overlap <= 1).toBe(true);
    }),
    { seed: 1 },
  );
});

it('cosine is that of the angle', () => {
  expect(cosine(vector(3, 4), vector(4, 3))).toBe(24 / 25);
  expect(cosine(vector(1, 0), vector(0, 1))).toBe(0);
  expect(cosine(vector(0, 0), vector(0, 1))).toBe(0);
});

it('chance correction maps chance to 0 and identity to 1', () => {
  expect(chanceCorrected(0.25, 0.25)).toBe(0);
  expect(chanceCorrected(1, 0.25)).toBe(1);
  expect(chanceCorrected(0.5, 0.25)).toBeCloseTo(1 / 3, 15);
  expect(chanceCorrected(1, 1)).toBeNull();
});
