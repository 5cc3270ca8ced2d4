import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { halfWidth } from './mean-interval.ts';
import { stratifiedMean, type Sample } from './stratified-mean.ts';
import { studentQuantile } from './student-quantile.ts';

function samplesOf(values: readonly number[], stratum = 'task'): Sample[] {
  return values.map((value, i) => ({ stratum, key: String(i + 1), value }));
}

const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 8 });

describe('stratifiedMean', () => {
  it('is t with the degrees of freedom that skewed values leave', () => {
    // 1, 2, 6: mean 3, s² = 7, variance of the mean 7/3; two degrees of freedom, so f = 1 + 1/3
    const { point, low, high } = stratifiedMean(samplesOf([1, 2, 6]), 0.95);
    const half = studentQuantile(0.975, 4 / 3) * Math.sqrt(7 / 3);
    expect([point, low, high]).toEqual([3, 3 - half, 3 + half]);
    expect(half / Math.sqrt(7 / 3)).toBeGreaterThan(studentQuantile(0.975, 2));
  });

  it('weighs every stratum the same, and adds their variances', () => {
    // a: mean 1, variance of the mean 1; b: mean 5, s² = 4/3, variance of the mean 1/3. Sum 4/3 over K² = 4.
    const samples = [...samplesOf([0, 2], 'a'), ...samplesOf([4, 4, 6, 6], 'b')];
    const { point, low, high } = stratifiedMean(samples, 0.9);
    const satterthwaite = (4 / 3) ** 2 / (1 / 1 + 1 / 9 / 3); // 12/7: between 1 and 1 + 3
    const half = studentQuantile(0.95, 1 + (satterthwaite - 1) / 3) * Math.sqrt(1 / 3);
    expect(point).toBe(3);
    expect(low).toBeCloseTo(3 - half, 12);
    expect(high).toBeCloseTo(3 + half, 12);
  });

  it('moves and scales with the data', () => {
    fc.assert(
      fc.property(values, fc.double({ min: -5, max: 5, noNaN: true }), (data, shift) => {
        const before = stratifiedMean(samplesOf(data), 0.95);
        const after = stratifiedMean(samplesOf(data.map((value) => 2 * (value + shift))), 0.95);
        expect(after.point).toBeCloseTo(2 * (before.point + shift), 8);
        expect(after.low).toBeCloseTo(2 * (before.low + shift), 6);
        expect(after.high).toBeCloseTo(2 * (before.high + shift), 6);
      }),
      { numRuns: 40 },
    );
  });

  it('has no width for constant data', () => {
    expect(stratifiedMean(samplesOf([0.7, 0.7, 0.7]), 0.95)).toEqual({
      point: 0.7,
      low: 0.7,
      high: 0.7,
      n: 3,
      singles: 0,
    });
  });

  it('gives the same bits for every order of the input', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const samples = [...samplesOf(a, 'a'), ...samplesOf(b, 'b')];
        const expected = stratifiedMean(samples, 0.95);
        expect(stratifiedMean([...samples].reverse(), 0.95)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('never exchanges values between strata', () => {
    const { low, high } = stratifiedMean([...samplesOf([0, 0], 'easy'), ...samplesOf([1, 1], 'hard')], 0.95);
    expect([low, high]).toEqual([0.5, 0.5]);
  });

  it('counts the strata that have one value only', () => {
    const samples = [...samplesOf([1], 'a'), ...samplesOf([1, 2], 'b'), ...samplesOf([3], 'c')];
    expect(stratifiedMean(samples, 0.95).singles).toBe(2);
  });

  it('is wider at a higher level, and ends where no mean can lie', () => {
    const samples = samplesOf([0.5, 0.7, 0.95]);
    const [narrow, wide] = [0.5, 0.99].map((level) => stratifiedMean(samples, level));
    expect(wide!.high - wide!.low).toBeGreaterThan(narrow!.high - narrow!.low);
    expect(stratifiedMean(samples, 0.99, [0, 1])).toMatchObject({ low: 0, high: 1 });
  });

  it('names the sample that is not finite', () => {
    expect(() => stratifiedMean(samplesOf([1, NaN]), 0.95)).toThrow(/NaN at task\/2/);
    expect(() => stratifiedMean([], 0.95)).toThrow(AnalysisError);
  });
});

it('a half width needs parts with a spread that can be known', () => {
  expect(() => halfWidth([], 0.95)).toThrow(AnalysisError);
  expect(() => halfWidth([{ variance: 1, freedom: 0 }], 0.95)).toThrow(/variance 1 with 0/);
  expect(() => halfWidth([{ variance: NaN, freedom: 2 }], 0.95)).toThrow(AnalysisError);
});
