/** Clipping by the global norm (Pascanu et al., 2013). */
import { tf, type Gradients } from '@dsrnn/core';

/** Root of the sum of squares over all gradients; NaN or infinite if one of them is, or if the squares overflow. */
export function globalNorm(gradients: Gradients): tf.Scalar {
  const squares = Object.values(gradients).map((gradient) => tf.sum<tf.Scalar>(tf.square(gradient)));
  return tf.sqrt(tf.addN(squares));
}

/** Gradients scaled so that their global norm, which is `norm` now, is at most `bound`. */
export function clipped(gradients: Gradients, bound: number, norm = globalNorm(gradients)): Gradients {
  const scale = tf.div(bound, tf.maximum(norm, bound));
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, scale)]),
  );
}
