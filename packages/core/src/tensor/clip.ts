/** Clipping that passes NaN on. */
import { tf } from './tf.ts';

/**
 * `value` held within `low` and `high`; the gradient is 0 outside. NaN stays NaN, where `tf.clipByValue` makes `low` of it
 * on the wasm backend (tfjs 4.22). Caller owns the result.
 */
export function clip<T extends tf.Tensor>(value: T, low: number, high: number): T {
  return tf.add<T>(tf.clipByValue(value, low, high), tf.mul(value, 0));
}
