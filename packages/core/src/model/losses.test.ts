import { beforeAll, describe, expect, it } from 'vitest';
import { largestDifference, numbersOf } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { engineName } from '../backends/engine.ts';
import { ShapeError } from '../errors.ts';
import { tf } from '../tensor/tf.ts';
import { meanSquaredError, softmaxCrossEntropy } from './losses.ts';

const value = (loss: tf.Scalar): number => loss.dataSync<'float32'>()[0] as number;

describe.each(engineName.options)('softmax cross-entropy, %s', (engine) => {
  beforeAll(() => useBackend('wasm', engine));

  it('of equal logits is ln of the number of classes', () => {
    tf.tidy(() => {
      const loss = softmaxCrossEntropy(tf.fill([2, 8], 5), Int32Array.of(1, 6));
      expect(value(loss)).toBeCloseTo(Math.log(8), 6);
    });
  });

  it('is the mean of −ln p, and its gradient (p − label)/n', () => {
    tf.tidy(() => {
      // Logits ln 1, ln 2, ln 5: p = 1/8, 2/8, 5/8. Labels 2 and 0.
      const row = [0, Math.log(2), Math.log(5)];
      const logits = tf.tensor2d([row, row]);
      const labels = Int32Array.of(2, 0);
      expect(value(softmaxCrossEntropy(logits, labels))).toBeCloseTo(
        -(Math.log(5 / 8) + Math.log(1 / 8)) / 2,
        6,
      );
      const gradient = tf.grad((l: tf.Tensor) => tf.mul(softmaxCrossEntropy(l as tf.Tensor2D, labels), 3))(
        logits,
      );
      const expected = [1 / 8, 2 / 8, -3 / 8, -7 / 8, 2 / 8, 5 / 8].map((p) => (3 * p) / 2);
      expect(largestDifference(numbersOf(gradient), expected)).toBeLessThan(1e-6);
    });
  });

  it('does not overflow for logits of 1000', () => {
    tf.tidy(() => {
      const labels = Int32Array.of(1);
      expect(value(softmaxCrossEntropy(tf.tensor2d([[1000, 0]]), labels))).toBeGreaterThan(900);
      expect(value(softmaxCrossEntropy(tf.tensor2d([[-1000, 1000]]), labels))).toBeCloseTo(0, 12);
    });
  });

  it('refuses labels that are no class, or not one a row', () => {
    tf.tidy(() => {
      const logits = tf.zeros<tf.Rank.R2>([2, 3]);
      expect(() => softmaxCrossEntropy(logits, Int32Array.of(0, 3))).toThrow(
        'label 3 is not one of 3 classes',
      );
      expect(() => softmaxCrossEntropy(logits, Int32Array.of(0))).toThrow(ShapeError);
    });
  });
});

it('mean squared error is the mean over all entries', () => {
  tf.tidy(() => {
    const loss = meanSquaredError(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor2d([
        [1, 0],
        [0, 4],
      ]),
    );
    expect(value(loss)).toBe((4 + 9) / 4);
  });
});
