import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { largestDifference, numbersOf } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { ShapeError } from '../errors.ts';
import { linear, prepareLinear } from './linear.ts';
import { uniform } from './parameters.ts';
import { tf } from './tf.ts';

describe.each(['wasm', 'cpu'] as const)('the affine map on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  it('agrees with matMul and add, forward and in each gradient', () => {
    const rng = createRng(1);
    tf.tidy(() => {
      const x = uniform([4, 3], 1, rng);
      const w = uniform([3, 5], 1, rng);
      const b = tf.reshape(uniform([1, 5], 1, rng), [5]);
      const dy = uniform([4, 5], 1, rng);
      const ours = (p: tf.Tensor, q: tf.Tensor, r: tf.Tensor): tf.Tensor =>
        linear(p as tf.Tensor2D, prepareLinear(q as tf.Tensor2D, r as tf.Tensor1D));
      const theirs = (p: tf.Tensor, q: tf.Tensor, r: tf.Tensor): tf.Tensor => tf.add(tf.matMul(p, q), r);
      expect(largestDifference(numbersOf(ours(x, w, b)), numbersOf(theirs(x, w, b)))).toBeLessThan(1e-6);
      const [a, e] = [ours, theirs].map((f) => tf.grads(f)([x, w, b], dy)) as [tf.Tensor[], tf.Tensor[]];
      a.forEach((gradient, i) => {
        expect(largestDifference(numbersOf(gradient), numbersOf(e[i] as tf.Tensor))).toBeLessThan(1e-6);
      });
    });
  });

  it('refuses an input of another width than the weights have rows', () => {
    tf.tidy(() => {
      const prepared = prepareLinear(tf.zeros([3, 5]), tf.zeros([5]));
      expect(() => linear(tf.zeros([2, 4]), prepared)).toThrow(ShapeError);
      expect(() => linear(tf.zeros([2, 4]), prepared)).toThrow('expected shape [batch, 3], got [2, 4]');
    });
  });

  it('adds up the gradients of several products with the same weights', () => {
    tf.tidy(() => {
      const w = tf.variable(tf.tensor2d([[2]]));
      const b = tf.variable(tf.tensor1d([0]));
      // y = (3 w) w = 12, dy/dw = 6 w = 12
      const { grads } = tf.variableGrads(() => {
        const prepared = prepareLinear(w, b);
        return tf.sum(linear(linear(tf.tensor2d([[3]]), prepared), prepared));
      }, [w]);
      expect(numbersOf(grads[w.name] as tf.Tensor)).toEqual([12]);
      w.dispose();
      b.dispose();
    });
  });
});
