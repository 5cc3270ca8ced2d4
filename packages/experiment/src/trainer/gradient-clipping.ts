/** Clipping by the global norm (Pascanu et al., 2013). */
import { tf, type Gradients } from '@dsrnn/core';

/** Gradients scaled so that their global norm is at most `norm`. */
export function clipped(gradients: Gradients, norm: number): Gradients {
  const entries = Object.entries(gradients);
  const squares = entries.map(([, gradient]) => tf.sum<tf.Scalar>(tf.square(gradient)));
  const scale = tf.div(norm, tf.maximum(tf.sqrt(tf.addN(squares)), norm));
  return Object.fromEntries(entries.map(([name, gradient]) => [name, tf.mul(gradient, scale)]));
}
