/**
 * Hidden channels in groups of neighbours that are active together: group j holds units j·size … (j + 1)·size − 1, the last
 * one what is left. A router then scores ⌈units/size⌉ groups; everything behind the mask sees channels.
 */
import { tf } from '../../tensor/tf.ts';

/** Groups that so many channels make. */
export function groupCount(channels: number, size: number): number {
  return Math.ceil(channels / size);
}

/** Channels of `count` whole groups, or all of them: the most that so many groups can hold. */
export function channelsOfGroups(count: number, size: number, channels: number): number {
  return Math.min(channels, count * size);
}

/**
 * A mask of groups `[rows, groups]` as one of channels `[rows, channels]`; the gradient of a group is the sum over its
 * channels. The mask itself where groups are of one channel.
 */
export function expandGroups(groups: tf.Tensor2D, size: number, channels: number): tf.Tensor2D {
  if (size === 1) return groups;
  const [rows, count] = groups.shape;
  // By an exact product with ones: a NaN stays in its group, and every backend has the gradient.
  const whole = tf.mul(tf.reshape(groups, [rows, count, 1]), tf.ones([1, 1, size]));
  const flat = tf.reshape<tf.Rank.R2>(whole, [rows, count * size]);
  return count * size === channels ? flat : tf.slice(flat, [0, 0], [rows, channels]);
}
