import { expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { normalQuantile } from './normal-quantile.ts';

// Printed tables of the standard normal distribution.
it.each([
  [0.5, 0],
  [0.75, 0.6744897501960817],
  [0.95, 1.6448536269514722],
  [0.975, 1.959963984540054],
  [0.995, 2.5758293035489004],
  [0.001, -3.090232306167814],
])('below %d lies %d', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 13);
});

it('is odd about one half', () => {
  for (const p of [0.01, 0.06, 0.2, 0.4]) expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 13);
});

it.each([0, 1, -0.1, NaN])('refuses %d', (p) => {
  expect(() => normalQuantile(p)).toThrow(AnalysisError);
});
