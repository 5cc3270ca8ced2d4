import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { wilsonInterval } from './wilson-interval.ts';

// Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%d of %d has the published 95 %% interval', (count, total, low, high) => {
  const interval = wilsonInterval(count, total, 0.95);
  expect(interval.point).toBe(count / total);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

it('is mirrored when successes and failures change places, and holds its point', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (total, draw) => {
      const count = draw % (total + 1);
      const { low, point, high } = wilsonInterval(count, total, 0.95);
      const mirrored = wilsonInterval(total - count, total, 0.95);
      expect(low).toBeCloseTo(1 - mirrored.high, 12);
      expect(low).toBeLessThanOrEqual(point);
      expect(high).toBeGreaterThanOrEqual(point);
      expect(low < high && low >= 0 && high <= 1).toBe(true);
    }),
  );
});

it('is wider where more confidence is asked for', () => {
  expect(wilsonInterval(2, 10, 0.99).high).toBeGreaterThan(wilsonInterval(2, 10, 0.95).high);
});

it.each([
  [1, 0],
  [3, 2],
  [-1, 2],
  [0.5, 2],
])('refuses %d of %d', (count, total) => {
  expect(() => wilsonInterval(count, total, 0.95)).toThrow(AnalysisError);
});
