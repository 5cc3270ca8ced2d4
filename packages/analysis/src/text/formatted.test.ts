import { expect, it } from 'vitest';
import { formatted } from './formatted.ts';

it.each([
  [0.91249, 'percent', '91.2'],
  [-0.031, 'percent', '−3.1'],
  [-0.0001, 'percent', '0.0'],
  [-0.25, 'two decimals', '−0.25'],
  [-0.001, 'two decimals', '0.00'],
  [0.5, 'three decimals', '0.500'],
  [0.001234, 'three digits', '0.00123'],
  [-12.345, 'three digits', '−12.3'],
  [12_000, 'whole', '12000'],
  [0.012345, 'time', '0.0123'],
  [9.996, 'time', '10.0'],
  [99.96, 'time', '100'],
  [12345.6, 'time', '12346'],
  [0.04, 'p', '0.040'],
  [0.00024, 'p', '0.0002'],
] as const)('writes %d as %s: %s', (value, format, text) => {
  expect(formatted(value, format)).toBe(text);
});
