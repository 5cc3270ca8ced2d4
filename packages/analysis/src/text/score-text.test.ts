import { expect, it } from 'vitest';
import { percentText } from './score-text.ts';

it.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.5, '50 %'],
  [0.95, '95 %'],
  [0.975, '97.5 %'],
  [1 / 3, '33.33 %'],
  [0.1, '10 %'],
  [0.9999, '99.99 %'],
])('writes the share %d as %s', (share, text) => {
  expect(percentText(share)).toBe(text);
});

it.each([
  [0.99999, '99.999 %'],
  [0.999996, '99.9996 %'],
  [0.00001, '0.001 %'],
  [1e-9, '0.0000001 %'],
])('does not make all or nothing of the share %d', (share, text) => {
  expect(percentText(share)).toBe(text);
});
