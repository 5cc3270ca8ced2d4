import { measure, quantity } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { differenceText, percentText, sentenceText } from './score-text.ts';

const overlap = {
  ...measure('J', quantity('overlap', 'two decimals', 0, 1), null, 'an overlap'),
  better: 'lower',
} as const;

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

it.each([
  [0, 'accuracy', '0'],
  [1e-16, 'accuracy', '0'],
  [0.0003, 'accuracy', '0.03'],
  [-0.0003, 'accuracy', '−0.03'],
  [-0.031, 'accuracy', '−3.1'],
  [0.0004, 'auc', '0.0004'],
  [0, overlap, '0'],
  [0.5, overlap, '0.500'],
  [0.00123, overlap, '0.00123'],
  [0, 'mse', '0'],
] as const)('%# a sentence gives %d on the scale %o as %s', (score, scale, text) => {
  expect(sentenceText(score, scale)).toBe(text);
});

it('gives differences their unit', () => {
  expect(differenceText(0.0003, 'accuracy')).toBe('0.03 points');
  expect(differenceText(0.01, 'accuracy')).toBe('1.0 point');
  expect(differenceText(0, 'mse')).toBe('0 (MSE)');
});
