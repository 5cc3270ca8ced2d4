import { expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { studentQuantile } from './student-quantile.ts';

// Whole degrees of freedom: printed tables of Student's distribution (NIST/SEMATECH e-Handbook, table 1.3.6.7.2).
it.each([
  [0.975, 1, 12.706],
  [0.975, 2, 4.303],
  [0.975, 3, 3.182],
  [0.975, 4, 2.776],
  [0.975, 9, 2.262],
  [0.975, 26, 2.056],
  [0.975, 100, 1.984],
  [0.95, 2, 2.92],
  [0.95, 12, 1.782],
  [0.995, 5, 4.032],
  [0.999, 8, 4.501],
])('below %d at %d degrees of freedom lies %d', (p, freedom, t) => {
  expect(studentQuantile(p, freedom)).toBeCloseTo(t, 3);
});

it('has the closed forms of one and of two degrees of freedom', () => {
  for (const p of [0.6, 0.9, 0.975, 0.9995]) {
    expect(studentQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 11);
    expect(studentQuantile(p, 2) / ((2 * p - 1) / Math.sqrt(2 * p * (1 - p)))).toBeCloseTo(1, 11);
  }
});

it('falls from one whole number to the next, towards the normal quantile', () => {
  const at = [1, 4 / 3, 2, 2.5, 3, 10, 1000].map((freedom) => studentQuantile(0.975, freedom));
  expect([...at].sort((a, b) => b - a)).toEqual(at);
  expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.95996, 4);
  expect(studentQuantile(0.5, 3)).toBeLessThan(1e-12);
});

it.each([
  [0.4, 3],
  [1, 3],
  [0.975, 0],
  [0.975, Infinity],
  [NaN, 3],
])('refuses %d at %d', (p, freedom) => {
  expect(() => studentQuantile(p, freedom)).toThrow(AnalysisError);
});
