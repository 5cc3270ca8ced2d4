import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import type { Sample } from './stratified-bootstrap.ts';
import { stratifiedBootstrap } from './stratified-bootstrap.ts';

const options = { confidence: 0.95, resamples: 400 };

function samplesOf(values: readonly number[], stratum = 'task'): Sample[] {
  return values.map((value, i) => ({ stratum, key: String(i + 1), value }));
}

const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 8 });

describe('stratifiedBootstrap', () => {
  it('contains the point for data that is symmetric about it', () => {
    fc.assert(
      fc.property(values, (half) => {
        const symmetric = [...half, ...half.map((value) => -value)];
        const { point, low, high } = stratifiedBootstrap(samplesOf(symmetric), 'symmetric', options);
        expect(point).toBeCloseTo(0, 9);
        expect(low).toBeLessThanOrEqual(point + 1e-12);
        expect(high).toBeGreaterThanOrEqual(point - 1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it('moves with the data', () => {
    fc.assert(
      fc.property(values, fc.double({ min: -5, max: 5, noNaN: true }), (data, shift) => {
        const before = stratifiedBootstrap(samplesOf(data), 'shift', options);
        const after = stratifiedBootstrap(samplesOf(data.map((value) => value + shift)), 'shift', options);
        expect(after.point).toBeCloseTo(before.point + shift, 9);
        expect(after.low).toBeCloseTo(before.low + shift, 9);
        expect(after.high).toBeCloseTo(before.high + shift, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('has no width for constant data', () => {
    expect(stratifiedBootstrap(samplesOf([0.7, 0.7, 0.7]), 'constant', options)).toEqual({
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
        const expected = stratifiedBootstrap(samples, 'order', options);
        expect(stratifiedBootstrap([...samples].reverse(), 'order', options)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('draws other resamples under another name', () => {
    const samples = samplesOf([0.1, 0.5, 0.6, 0.95, 1.7]);
    const one = stratifiedBootstrap(samples, 'one', options);
    const two = stratifiedBootstrap(samples, 'two', options);
    expect(two.point).toBe(one.point);
    expect([two.low, two.high]).not.toEqual([one.low, one.high]);
  });

  it('never exchanges values between strata', () => {
    const samples = [...samplesOf([0, 0, 0], 'easy'), ...samplesOf([1, 1, 1], 'hard')];
    const { low, high } = stratifiedBootstrap(samples, 'strata', options);
    expect([low, high]).toEqual([0.5, 0.5]);
  });

  it('counts the strata that have one value only', () => {
    const samples = [...samplesOf([1], 'a'), ...samplesOf([1, 2], 'b'), ...samplesOf([3], 'c')];
    expect(stratifiedBootstrap(samples, 'singles', options).singles).toBe(2);
  });

  it('approaches the normal interval of a mean', () => {
    // mean of 0 … 99: sd of the mean = sqrt((100² − 1) / 12 / 100) = 2.8866; 1.96 · 2.8866 = 5.658
    const mean = (numbers: readonly number[]): number =>
      numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const samples = samplesOf(Array.from({ length: 100 }, (_, i) => i));
    const { point, low, high } = stratifiedBootstrap(samples, 'normal', {
      confidence: 0.95,
      statistic: mean,
    });
    expect(point).toBe(49.5);
    expect(Math.abs(low - (49.5 - 5.658))).toBeLessThan(0.5);
    expect(Math.abs(high - (49.5 + 5.658))).toBeLessThan(0.5);
  });

  it('is wider at a higher level', () => {
    const samples = samplesOf([0.1, 0.5, 0.6, 0.95, 1.7]);
    const narrow = stratifiedBootstrap(samples, 'level', { confidence: 0.5 });
    const wide = stratifiedBootstrap(samples, 'level', { confidence: 0.99 });
    expect(wide.high - wide.low).toBeGreaterThan(narrow.high - narrow.low);
  });

  it('names the sample that is not finite', () => {
    expect(() => stratifiedBootstrap(samplesOf([1, NaN]), 'bad', options)).toThrow(/bad.*NaN at task\/2/);
    expect(() => stratifiedBootstrap([], 'none', options)).toThrow(AnalysisError);
  });
});
