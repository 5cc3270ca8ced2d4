import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { largestDifference, numbersOf, tensorsLeftBy } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { ShapeError } from '../errors.ts';
import { deferredLinear } from './deferred-linear.ts';
import { uniform } from './parameters.ts';
import { tf } from './tf.ts';

const [BATCH, INPUTS, OUTPUTS] = [4, 3, 5];

type Apply = (x: tf.Tensor2D, addend: tf.Tensor2D) => tf.Tensor2D;

/** Gradients of w, b, two inputs and an addend of a sum over two applications of a map, a third being unread. */
function gradients(mapOf: (w: tf.Tensor2D, b: tf.Tensor1D) => Apply): number[][] {
  return tf.tidy(() => {
    const rng = createRng(1);
    const draw = (rows: number, columns: number): tf.Tensor2D => uniform([rows, columns], 1, rng);
    const b = tf.reshape(draw(1, OUTPUTS), [OUTPUTS]);
    const operands = [
      draw(INPUTS, OUTPUTS),
      b,
      draw(BATCH, INPUTS),
      draw(BATCH, INPUTS),
      draw(BATCH, OUTPUTS),
    ];
    const sum = (...[w, bias, x, y, addend]: tf.Tensor[]): tf.Tensor => {
      const map = mapOf(w as tf.Tensor2D, bias as tf.Tensor1D);
      const first = map(x as tf.Tensor2D, addend as tf.Tensor2D);
      map(tf.zeros([BATCH, INPUTS]), tf.zeros([BATCH, OUTPUTS]));
      const last = map(tf.mul(y as tf.Tensor2D, first.slice([0, 0], [BATCH, INPUTS])), addend as tf.Tensor2D);
      return tf.sum(tf.add(tf.square(first), tf.mul(last, 3)));
    };
    return tf.grads(sum)(operands).map(numbersOf);
  });
}

describe('an affine map with deferred weight gradients', () => {
  beforeAll(() => useBackend('cpu', 'reference'));

  it.each<[string, (w: tf.Tensor2D, b: tf.Tensor1D) => Apply, (w: tf.Tensor2D, b: tf.Tensor1D) => Apply]>([
    [
      'a bias',
      (w, b) => {
        const map = deferredLinear(w, b);
        return (x, addend) => tf.add(map(x), addend);
      },
      (w, b) => (x, addend) => tf.add(tf.add(tf.matMul(x, w), b), addend),
    ],
    [
      'addends',
      (w, b) => {
        const map = deferredLinear(w, null);
        return (x, addend) => map(x, { addend: tf.mul(addend, b) });
      },
      (w, b) => (x, addend) => tf.add(tf.matMul(x, w), tf.mul(addend, b)),
    ],
  ])(
    'has the gradients of products and sums on the tape, with %s, and leaves nothing behind',
    (_, ours, theirs) => {
      let deferred: number[][] = [];
      expect(tensorsLeftBy(() => (deferred = gradients(ours)))).toBe(0);
      gradients(theirs).forEach((expected, i) => {
        expect(largestDifference(deferred[i] as number[], expected)).toBeLessThan(1e-5);
        expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.1);
      });
    },
  );

  it('reaches the weights where no input has a gradient', () => {
    tf.tidy(() => {
      const x = [tf.tensor2d([[2]]), tf.tensor2d([[3]])];
      const loss = (w: tf.Tensor, b: tf.Tensor): tf.Scalar => {
        const map = deferredLinear(w as tf.Tensor2D, b as tf.Tensor1D);
        return tf.sum(tf.addN(x.map((input) => map(input))));
      };
      const [dw, db] = tf.grads(loss)([tf.tensor2d([[1]]), tf.tensor1d([0])]);
      expect([numbersOf(dw!), numbersOf(db!)]).toEqual([[5], [2]]);
    });
  });

  it('gives no gradient to a detached input', () => {
    tf.tidy(() => {
      const loss = (w: tf.Tensor, x: tf.Tensor): tf.Scalar => {
        const map = deferredLinear(w as tf.Tensor2D, tf.zeros([1]));
        return tf.sum(tf.add(map(x as tf.Tensor2D, { detached: true }), x));
      };
      const grads = tf.grads(loss)([tf.tensor2d([[4]]), tf.tensor2d([[3]])]);
      expect(grads.map(numbersOf)).toEqual([[3], [1]]);
    });
  });

  it('refuses an input of another width than the weights have rows', () => {
    tf.tidy(() => {
      const map = deferredLinear(tf.zeros([3, 5]), tf.zeros([5]));
      expect(() => map(tf.zeros([2, 4]))).toThrow(ShapeError);
    });
  });

  it('takes a bias or an addend, not both', () => {
    tf.tidy(() => {
      const [x, addend] = [tf.zeros<tf.Rank.R2>([2, 3]), tf.zeros<tf.Rank.R2>([2, 5])];
      expect(() => deferredLinear(tf.zeros([3, 5]), null)(x)).toThrow(/has no bias/);
      expect(() => deferredLinear(tf.zeros([3, 5]), tf.zeros([5]))(x, { addend })).toThrow(/has a bias/);
    });
  });
});
