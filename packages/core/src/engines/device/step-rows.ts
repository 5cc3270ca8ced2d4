/** Sequences as rows, step after step: what products of all steps at once read. */
import { tf } from '../../tensor/tf.ts';

/** `[batch, time, channels]` as `[time · batch, channels]`. */
export function rowsOf(xs: tf.Tensor3D): tf.Tensor2D {
  const [batch, time, channels] = xs.shape;
  return tf.reshape(tf.transpose(xs, [1, 0, 2]), [time * batch, channels]);
}

/** The rows of each step, `[batch, channels]`. */
export function stepsOf(rows: tf.Tensor2D, time: number): readonly tf.Tensor2D[] {
  return tf.split(rows, time, 0);
}

/** Masks `[time or 1, batch or 1, channels]` as rows. */
export function maskRows(block: tf.Tensor3D, time: number, batch: number): tf.Tensor2D {
  const [steps, rows, channels] = block.shape;
  const whole = steps === time && rows === batch ? block : tf.mul(block, tf.ones([time, batch, 1]));
  return tf.reshape(whole, [time * batch, channels]);
}

/** Masks `[time or 1, batch or 1, channels]` of each step, `[batch or 1, channels]`. */
export function maskSteps(block: tf.Tensor3D, time: number): readonly tf.Tensor2D[] {
  const [steps, rows, channels] = block.shape;
  if (steps > 1) return tf.unstack(block) as tf.Tensor2D[];
  return Array<tf.Tensor2D>(time).fill(tf.reshape(block, [rows, channels]));
}
