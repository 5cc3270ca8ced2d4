/**
 * An affine map that is applied at many steps and whose weight gradient is taken once, for devices.
 *
 *   y_t = x_t W + a_t,   dx_t = dy_t Wᵀ,   da_t = dy_t,   dW = [x_0; x_1; …]ᵀ [dy_0; dy_1; …]
 *
 * Left to the tape, each step would cost a product, a sum over the batch and two additions for dW and db alone. Here all
 * applications read a token, a scalar that stands for the weights on the tape: it was made before them, so its gradient
 * is asked for after all of theirs, when they have left what they read and what gradient they got.
 */
import { ShapeError } from '../errors.ts';
import { withGradient } from './custom-gradient.ts';
import { tf } from './tf.ts';

/** How the map is applied once. */
export interface Application {
  /** `[rows, outputs]`; of a map without bias. */
  readonly addend?: tf.Tensor2D;
  /** true: x gets no gradient. */
  readonly detached?: boolean;
}

/** `x W + b`, or without bias `x W` plus an addend, `[rows, outputs]`. */
export type DeferredLinear = (x: tf.Tensor2D, application?: Application) => tf.Tensor2D;

/** The map of W `[inputs, outputs]` and the bias `[outputs]`; null: every application has an addend instead. */
export function deferredLinear(w: tf.Tensor2D, b: tf.Tensor1D | null): DeferredLinear {
  const done: { readonly x: tf.Tensor2D; readonly dy: tf.Tensor2D }[] = [];
  const token = withGradient(b === null ? [w] : [w, b], () => ({
    value: tf.scalar(0),
    saved: [],
    gradient: () => {
      const [x, dy] = [tf.concat(done.map((step) => step.x), 0), tf.concat(done.map((step) => step.dy), 0)]; // prettier-ignore
      for (const step of done.splice(0)) step.dy.dispose();
      return [tf.matMul(x, dy, true, false), ...(b === null ? [] : [tf.sum(dy, 0)])];
    },
  }));
  return (x, { addend, detached = false } = {}) => {
    if (x.shape[1] !== w.shape[0])
      throw new ShapeError('input of a linear map', `[batch, ${w.shape[0]}]`, x.shape);
    if ((addend === undefined) === (b === null))
      throw new Error(
        b === null ? 'the map has no bias: give an addend' : 'the map has a bias: give no addend',
      );
    const ofStep = [...(detached ? [] : [x]), ...(addend === undefined ? [] : [addend])];
    return withGradient<tf.Tensor2D>([token, ...ofStep], () => ({
      value: tf.fused.matMul({ a: x, b: w, bias: addend ?? (b as tf.Tensor) }) as tf.Tensor2D,
      saved: [x, w],
      gradient: (dy, saved, hold) => {
        const [input, weight] = saved as [tf.Tensor2D, tf.Tensor2D];
        // A copy, since the tape frees what flows along it as soon as it may. Held and not kept: where the weights are not
        // trained, nobody asks for the token's gradient.
        const step = { x: input, dy: tf.clone(dy) };
        hold(step.dy);
        done.push(step);
        return [
          tf.scalar(0),
          ...(detached ? [] : [tf.matMul(dy, weight, false, true)]),
          ...(addend === undefined ? [] : [dy]),
        ];
      },
    }));
  };
}
