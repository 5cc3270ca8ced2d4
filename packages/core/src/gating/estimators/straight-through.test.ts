import { exp } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { largestDifference, numbersOf } from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { tf } from '../../tensor/tf.ts';
import { straightThroughTopK, type StraightThrough } from './straight-through.ts';

beforeAll(() => useBackend('wasm'));

const logits = [0.9, -0.2, 0.4, 0.1, -1.5];
const upstream = [1, -2, 0.5, 3, 0.25];

/** Value and gradient of Σ upstream · mask in one row of logits. */
function run(
  how: StraightThrough,
  k: number,
  noise?: readonly number[],
): { mask: number[]; gradient: number[] } {
  return tf.tidy(() => {
    const dy = tf.tensor2d([upstream]);
    const shift = noise === undefined ? null : tf.tensor2d([[...noise]]);
    const mask = (l: tf.Tensor): tf.Tensor2D => straightThroughTopK(l as tf.Tensor2D, k, how, shift);
    const at = tf.tensor2d([logits]);
    return {
      mask: numbersOf(mask(at)),
      gradient: numbersOf(tf.grad((l: tf.Tensor) => tf.sum(tf.mul(mask(l), dy)))(at)),
    };
  });
}

/** dm · p (1 − p)/τ by hand. */
function slopes(scores: readonly number[], theta: number, temperature: number): number[] {
  return scores.map((score, j) => {
    const p = 1 / (1 + exp(-(score - theta) / temperature));
    return ((upstream[j] as number) * p * (1 - p)) / temperature;
  });
}

describe('the straight-through top-k', () => {
  it('has the slope of a sigmoid centred at the cut as its gradient', () => {
    // Sorted: 0.9 0.4 | 0.1 −0.2 −1.5, so θ = 0.25 for k = 2.
    const { mask, gradient } = run({ temperature: 0.3, centred: true, activeOnly: false }, 2);
    expect(mask).toEqual([1, 0, 1, 0, 0]);
    expect(largestDifference(gradient, slopes(logits, 0.25, 0.3))).toBeLessThan(1e-6);
  });

  it('has its sigmoid at 0 when it is not centred', () => {
    const { gradient } = run({ temperature: 0.5, centred: false, activeOnly: false }, 2);
    expect(largestDifference(gradient, slopes(logits, 0, 0.5))).toBeLessThan(1e-6);
  });

  it('gives inactive channels exactly no gradient when only active ones get it', () => {
    const how = { temperature: 0.3, centred: true };
    const all = run({ ...how, activeOnly: false }, 2).gradient;
    const { mask, gradient } = run({ ...how, activeOnly: true }, 2);
    gradient.forEach((value, j) => {
      if (mask[j] === 1) expect(value).toBe(all[j]);
      else expect(Math.abs(value)).toBe(0);
    });
    expect(all.filter((value) => value === 0)).toHaveLength(0);
  });

  it('ranks and centres by noisy scores, and passes the gradient to the logits', () => {
    const noise = [-1, 0, 0, 2, 0];
    const scores = logits.map((logit, j) => logit + (noise[j] as number));
    // Scores −0.1 −0.2 0.4 2.1 −1.5: θ between 0.4 and −0.1 is 0.15.
    const { mask, gradient } = run({ temperature: 0.3, centred: true, activeOnly: false }, 2, noise);
    expect(mask).toEqual([0, 0, 1, 1, 0]);
    expect(largestDifference(gradient, slopes(scores, 0.15, 0.3))).toBeLessThan(1e-6);
  });
});
