/**
 * Sequences of pixels with one number a channel, one pixel a step in row order. Each channel goes through the pooling and
 * standardisation of a grey image, with a mean and a deviation of its own.
 */
import type { Examples } from '../dataset.ts';
import { imageSequences, pixelStatistics, poolImages } from './image-sequences.ts';
import type { PixelStatistics } from './image-sequences.ts';
import type { LabelledImages } from './labelled-images.ts';

/** Mean and deviation of each channel over the images picked by `indices`, after `pool` x `pool` pooling. */
export function channelStatistics(
  channels: readonly LabelledImages[],
  indices: Int32Array,
  pool: 1 | 2,
): readonly PixelStatistics[] {
  return channels.map((images) => pixelStatistics(poolImages(images, indices, pool)));
}

/** Standardised sequences `[count, height · width / pool², channels]`. The channels have the same labels and sizes. */
export function channelSequences(
  channels: readonly LabelledImages[],
  indices: Int32Array,
  pool: 1 | 2,
  statistics: readonly PixelStatistics[],
): Examples {
  const width = channels.length;
  const steps = channels.map((images) => (images.height * images.width) / (pool * pool));
  const inputs = new Float32Array(indices.length * (steps[0] ?? 0) * width);
  let targets = new Int32Array();
  // One channel at a time: a second copy of all of them would not fit beside the first.
  channels.forEach((images, channel) => {
    const one = imageSequences(poolImages(images, indices, pool), statistics[channel]!, 'pixels');
    for (let k = 0; k < one.inputs.length; k++) inputs[k * width + channel] = one.inputs[k]!;
    targets = Int32Array.from(one.targets);
  });
  return { count: indices.length, inputs, targets };
}
