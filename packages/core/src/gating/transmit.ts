/** What a delta network reads: the last value of each channel that was sent (Neil et al., 2017). */
import { withGradient } from '../tensor/custom-gradient.ts';
import { tf } from '../tensor/tf.ts';

/** What is read of a vector `[batch, channels]` now; slots are vectors that are remembered separately. */
export type Transmitter = (value: tf.Tensor2D, slot?: number) => tf.Tensor2D;

/**
 * Begins with nothing sent. |value − sent| < θ keeps what was sent; otherwise the value is sent (≥ transmits, as
 * published, and so does NaN). `observe` is told what is sent, entries 0 or 1.
 */
export function transmitter(theta: tf.Scalar, observe?: (sends: tf.Tensor2D) => void): Transmitter {
  const last = new Map<number, tf.Tensor2D>();
  return (value, slot = 0) => {
    const before = last.get(slot) ?? tf.zerosLike(value);
    // Asked this way round, NaN, of which no comparison holds, is sent.
    const still = tf.less<tf.Tensor2D>(tf.abs(tf.sub(value, before)), theta);
    const keeps = tf.cast<tf.Tensor2D>(still, 'float32');
    // Outside the operation, which disposes of what is made within it.
    observe?.(tf.sub<tf.Tensor2D>(1, keeps));
    const sent = withGradient<tf.Tensor2D>([value, before], () => ({
      value: tf.where<tf.Tensor2D>(still, before, value),
      saved: [keeps],
      gradient: (dy, [kept]) => {
        const dBefore = tf.mul(dy, kept as tf.Tensor2D);
        return [tf.sub(dy, dBefore), dBefore];
      },
    }));
    last.set(slot, sent);
    return sent;
  };
}
