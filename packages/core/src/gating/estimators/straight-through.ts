/**
 * The shared core of the top-k estimators: forward an exact top-k mask, backward the slope of a sigmoid.
 *
 *   forward   m_j = 1 if l_j is among the k largest of its row, else 0
 *   backward  dl_j = dm_j · p_j (1 − p_j) / τ,   p = σ((l − θ) / τ)
 *
 * θ is 0, or, *centred*, the middle of the k-th and (k+1)-th score of the row, held constant: that keeps the slope
 * largest for the channels next to the cut. `activeOnly` drops the gradient of inactive channels, so that a truly
 * sparse implementation never needs their values.
 */
import { z } from 'zod';
import { withGradient } from '../../tensor/custom-gradient.ts';
import { tf } from '../../tensor/tf.ts';
import { topKMask } from './top-k-mask.ts';

/** τ as experiments have it. */
export const slopeTemperature = z
  .number()
  .min(0.001)
  .max(100)
  .default(0.3)
  .describe('of the sigmoid whose slope is the gradient');

/** Settings of the backward pass. */
export interface StraightThrough {
  readonly temperature: number;
  readonly centred: boolean;
  readonly activeOnly: boolean;
}

/** Exact top-k of `logits` `[batch, n]` (plus `noise`, if given) with a straight-through gradient. */
export function straightThroughTopK(
  logits: tf.Tensor2D,
  k: number,
  { temperature, centred, activeOnly }: StraightThrough,
  noise: tf.Tensor2D | null = null,
): tf.Tensor2D {
  return withGradient<tf.Tensor2D>([logits], () => {
    const scores = noise === null ? logits : tf.add<tf.Tensor2D>(logits, noise);
    const { mask, threshold } = topKMask(scores, k);
    return {
      value: mask,
      saved: [centred ? tf.sub(scores, threshold) : scores, mask],
      gradient: (dy, saved) => {
        const [offset, hard] = saved as [tf.Tensor2D, tf.Tensor2D];
        const p = tf.sigmoid(tf.mul(offset, 1 / temperature));
        const slope = tf.mul(tf.mul(p, tf.sub(1, p)), 1 / temperature);
        const gradient = tf.mul(dy, slope);
        return [activeOnly ? tf.mul(gradient, hard) : gradient];
      },
    };
  });
}
