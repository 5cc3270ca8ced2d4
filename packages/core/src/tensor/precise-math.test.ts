import { beforeAll, describe, expect, it } from 'vitest';
import { numbersOf } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { expMinusOne, sineAndCosine } from './precise-math.ts';
import { tf } from './tf.ts';

beforeAll(() => useBackend('cpu', 'reference'));

/** Evenly spaced floats. */
const between = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.fround(low + ((high - low) * i) / (count - 1)));

describe('sine and cosine', () => {
  it('are those of Math to 2e-7, within and far beyond a turn', () => {
    for (const angles of [between(-4, 4, 4001), between(-2000, 2000, 4001)]) {
      tf.tidy(() => {
        const { sin, cos } = sineAndCosine(tf.tensor1d(angles));
        const [s, c] = [numbersOf(sin), numbersOf(cos)];
        angles.forEach((angle, i) => {
          expect(Math.abs(s[i]! - Math.sin(angle)), String(angle)).toBeLessThan(2e-7);
          expect(Math.abs(c[i]! - Math.cos(angle)), String(angle)).toBeLessThan(2e-7);
        });
      });
    }
  });

  it('keep the relative precision of a small sine', () => {
    tf.tidy(() => {
      const [angle] = between(1e-4, 1, 2) as [number];
      const { sin } = sineAndCosine(tf.tensor1d([angle]));
      expect(Math.abs(numbersOf(sin)[0]! / Math.sin(angle) - 1)).toBeLessThan(2e-7);
    });
  });

  it('have each other as gradients', () => {
    tf.tidy(() => {
      const loss = (x: tf.Tensor): tf.Tensor => {
        const { sin, cos } = sineAndCosine(x);
        return tf.sum(tf.add(tf.mul(sin, 3), cos));
      };
      const [slope] = numbersOf(tf.grad(loss)(tf.tensor1d([2])));
      expect(slope).toBeCloseTo(3 * Math.cos(2) - Math.sin(2), 5);
    });
  });
});

describe('exp minus one', () => {
  it('is that of Math to a relative 5e-7, near 0 and far from it', () => {
    const values = [...between(-1.1, 1, 2001), -1e-8, 1e-6, -3, -20, -200];
    tf.tidy(() => {
      numbersOf(expMinusOne(tf.tensor1d(values))).forEach((actual, i) => {
        const expected = Math.expm1(Math.fround(values[i]!));
        expect(Math.abs(actual - expected), String(values[i])).toBeLessThanOrEqual(5e-7 * Math.abs(expected));
      });
    });
  });

  it('has the exponential as gradient', () => {
    tf.tidy(() => {
      const slopes = numbersOf(tf.grad((x) => tf.sum(expMinusOne(x)))(tf.tensor1d([-0.5, -2])));
      expect(slopes[0]).toBeCloseTo(Math.exp(-0.5), 6);
      expect(slopes[1]).toBeCloseTo(Math.exp(-2), 6);
    });
  });
});
