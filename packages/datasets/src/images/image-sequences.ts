/**
 * From byte images to standardised sequences: 2 x 2 mean pooling, scaling, and the order in which pixels become steps.
 *
 *   v = mean of the pooled pixels / 255 in [0, 1];   x = (v − mean) / sd
 *
 * mean and sd are one number each, over all pixels of the training split as used, after pooling. They are computed
 * from integer sums, so they do not depend on the order of examples.
 */
import type { Examples } from '../dataset.ts';
import type { LabelledImages } from './labelled-images.ts';
import { pixelOrder } from './permutation.ts';
import type { PixelPermutation } from './permutation.ts';

/** How an image becomes a sequence. `rows`: a row a step. The pixel forms: one pixel a step. */
export type SequenceForm = 'rows' | 'pixels' | 'permuted-pixels';

/** Mean and standard deviation of pixel values in [0, 1]. */
export interface PixelStatistics {
  readonly mean: number;
  readonly sd: number;
}

/** Chosen images after pooling: `sums` holds the sum of each `pool` x `pool` block, 0 to 255 pool². */
export interface PooledImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pool: number;
  readonly sums: Uint16Array;
  readonly labels: Int32Array;
}

/** Picks images by index and sums each `pool` x `pool` block. Height and width must be multiples of `pool`. */
export function poolImages(images: LabelledImages, indices: Int32Array, pool: 1 | 2): PooledImages {
  const height = images.height / pool;
  const width = images.width / pool;
  const sums = new Uint16Array(indices.length * height * width);
  indices.forEach((index, i) => {
    for (let row = 0; row < images.height; row++) {
      const from = (index * images.height + row) * images.width;
      const to = (i * height + Math.floor(row / pool)) * width;
      for (let column = 0; column < images.width; column++) {
        sums[to + Math.floor(column / pool)]! += images.pixels[from + column]!;
      }
    }
  });
  const labels = Int32Array.from(indices, (index) => images.labels[index]!);
  return { count: indices.length, height, width, pool, sums, labels };
}

/** Mean and population standard deviation over all pixels of all images, as values in [0, 1]. */
export function pixelStatistics({ sums, pool }: PooledImages): PixelStatistics {
  let sum = 0;
  let squares = 0;
  for (const value of sums) {
    sum += value;
    squares += value * value;
  }
  const scale = 255 * pool * pool;
  const mean = sum / sums.length;
  return { mean: mean / scale, sd: Math.sqrt(squares / sums.length - mean * mean) / scale };
}

/**
 * Standardised sequences `[count, time, features]`: `rows` gives time = height and features = width, the pixel forms
 * time = height · width and features = 1. Images that are all alike (sd 0) give zeros.
 */
export function imageSequences(
  images: PooledImages,
  { mean, sd }: PixelStatistics,
  form: SequenceForm,
  permutation?: PixelPermutation,
): Examples {
  const { count, height, width, pool, sums, labels } = images;
  const area = height * width;
  const order =
    form === 'permuted-pixels' && permutation !== undefined
      ? pixelOrder(permutation)
      : Int32Array.from({ length: area }, (_, i) => i);
  const scale = 255 * pool * pool;
  const inputs = new Float32Array(count * area);
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < area; t++) {
      const value = sums[i * area + order[t]!]! / scale;
      inputs[i * area + t] = sd === 0 ? 0 : (value - mean) / sd;
    }
  }
  return { count, inputs, targets: labels };
}
