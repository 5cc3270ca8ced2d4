/**
 * Affine map with a backward pass that transposes explicitly.
 *
 *   y = x W + b,   dx = dy Wᵀ,   dW = xᵀ dy,   db = Σ_batch dy
 *
 * tfjs differentiates `matMul` through its transposed products, which run 10–25 × slower on the wasm backend than
 * a transpose followed by a plain product. `prepareLinear` transposes W once per sequence, not once per step.
 */
import { ShapeError } from '../errors.ts';
import { withGradient } from './custom-gradient.ts';
import { tf } from './tf.ts';

/** Weights ready for many products: W `[inputs, outputs]`, its transpose, and the bias `[outputs]`. */
export interface PreparedLinear {
  readonly w: tf.Tensor2D;
  readonly wTransposed: tf.Tensor2D;
  readonly b: tf.Tensor1D;
}

/** Transposes `w` off the gradient tape: the transpose only serves the backward pass of `linear`. */
export function prepareLinear(w: tf.Tensor2D, b: tf.Tensor1D): PreparedLinear {
  const wTransposed = withGradient<tf.Tensor2D>([w], () => ({
    value: tf.transpose(w),
    saved: [],
    gradient: () => [tf.zerosLike(w)],
  }));
  return { w, wTransposed, b };
}

/**
 * `x W + b` for x `[batch, inputs]`; differentiable in x, W and b. Caller owns the result `[batch, outputs]`.
 * Throws ShapeError if x has another width than W has rows.
 */
export function linear(x: tf.Tensor2D, { w, wTransposed, b }: PreparedLinear): tf.Tensor2D {
  if (x.shape[1] !== w.shape[0])
    throw new ShapeError('input of a linear map', `[batch, ${w.shape[0]}]`, x.shape);
  return withGradient<tf.Tensor2D>([x, w, b], () => ({
    value: tf.add(tf.matMul(x, w), b),
    saved: [x, wTransposed],
    gradient: (dy, saved) => {
      const [input, transposed] = saved as [tf.Tensor2D, tf.Tensor2D];
      return [tf.matMul(dy, transposed), tf.matMul(tf.transpose(input), dy), tf.sum(dy, 0)];
    },
  }));
}
