/** How often each channel was active in a sequence. */
import type { Masks } from '../../gating/masks/mask-source.ts';
import { tf } from '../../tensor/tf.ts';

/** Sums of the masks of all steps, `[1, channels]`, of inputs (null if these are not masked) and of units. */
export function tallyOf(masks: readonly Masks[]): [x: tf.Tensor2D | null, h: tf.Tensor2D] {
  const sum = (rows: readonly tf.Tensor2D[]): tf.Tensor2D => tf.sum(tf.concat([...rows], 0), 0, true);
  const ofX = masks.flatMap(({ x }) => (x === null ? [] : [x]));
  return [ofX.length === 0 ? null : sum(ofX), sum(masks.map(({ h }) => h))];
}
