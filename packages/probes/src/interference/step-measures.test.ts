import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import type { PairGeometry } from './pair-geometry.ts';
import { affordablePairs, stepMeasures } from './step-measures.ts';

// Gradients δ u of one step and a 1 × 1 matrix: 2·3 and 1·4, so |inner| = lengths = bound = 24.
const STEPS = [
  { time: 1, rows: Float64Array.of(4), columns: Float64Array.of(9) },
  { time: 1, rows: Float64Array.of(1), columns: Float64Array.of(16) },
];
const PAIR: PairGeometry = { a: 0, b: 1, inner: 24, lengths: 24, cosine: 1, bound: 1, overlap: 1 };

it('relates the bound to the lengths of the gradients', () => {
  expect(stepMeasures([PAIR], STEPS, 10, createRng(1))).toEqual({
    'step-bound': 1,
    'step-violations': 0,
    'step-pairs': 1,
  });
  expect(stepMeasures([{ ...PAIR, lengths: 12, cosine: 1 }], STEPS, 10, createRng(1))['step-bound']).toBe(2);
});

it('counts a pair whose cosine is above the bound', () => {
  const impossible = { ...PAIR, lengths: 48, cosine: 0.51 };
  expect(stepMeasures([PAIR, impossible], STEPS, 10, createRng(1))['step-violations']).toBe(1);
});

it('looks at a sample of the pairs, and says nothing of none', () => {
  const many = Array.from({ length: 9 }, () => PAIR);
  expect(stepMeasures(many, STEPS, 4, createRng(1))['step-pairs']).toBe(4);
  expect(stepMeasures([], STEPS, 4, createRng(1))).toEqual({});
});

it('affords fewer pairs of long sequences, and never none', () => {
  expect(affordablePairs(500, 28, 128)).toBe(500);
  expect(affordablePairs(500, 784, 128)).toBe(25); // 2e9 / (784² · 128)
  expect(affordablePairs(500, 100_000, 512)).toBe(1);
});
