/** What a mask leaves of a tensor. */
import { tf } from './tf.ts';

/** `value` where the mask is 1, 0 where it is 0; null: all of it. */
export function masked(value: tf.Tensor2D, mask: tf.Tensor2D | null): tf.Tensor2D {
  return mask === null ? value : tf.mul(value, mask);
}
