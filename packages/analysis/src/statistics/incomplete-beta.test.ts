import { expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { incompleteBeta } from './incomplete-beta.ts';

it.each([
  // closed forms: I_x(1, b) = 1 − (1 − x)^b, I_x(a, 1) = x^a, I_x(½, ½) = (2/π) asin √x
  [0.3, 1, 4, 1 - 0.7 ** 4],
  [0.3, 4, 1, 0.3 ** 4],
  [0.9, 2.5, 1, 0.9 ** 2.5],
  [0.25, 0.5, 0.5, (2 / Math.PI) * Math.asin(0.5)],
  [0.999, 0.5, 0.5, (2 / Math.PI) * Math.asin(Math.sqrt(0.999))],
  // binomial sum: P(at least 3 of 8 at p = 0.2)
  [0.2, 3, 6, 1 - (0.8 ** 8 + 8 * 0.2 * 0.8 ** 7 + 28 * 0.04 * 0.8 ** 6)],
])('at x = %d, a = %d, b = %d is %d', (x, a, b, value) => {
  expect(Math.abs(incompleteBeta(x, a, b) / value - 1)).toBeLessThan(1e-12);
});

it('is mirrored: I_x(a, b) = 1 − I_{1−x}(b, a), and runs from 0 to 1', () => {
  for (const x of [0.01, 0.2, 0.5, 0.75, 0.99]) {
    expect(incompleteBeta(x, 3.25, 0.5)).toBeCloseTo(1 - incompleteBeta(1 - x, 0.5, 3.25), 12);
  }
  expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
});

it.each([
  [-0.1, 1, 1],
  [1.1, 1, 1],
  [NaN, 1, 1],
  [0.5, 0.4, 1],
])('refuses x = %d, a = %d, b = %d', (x, a, b) => {
  expect(() => incompleteBeta(x, a, b)).toThrow(AnalysisError);
});
