import { describe, expect, it } from 'vitest';
import { imageSequences, pixelStatistics, poolImages } from './image-sequences.ts';

/** Two images of 2 x 4 pixels. */
const images = {
  count: 2,
  height: 2,
  width: 4,
  pixels: Uint8Array.from([0, 10, 20, 30, 40, 50, 60, 70, 255, 255, 255, 255, 255, 255, 255, 255]),
  labels: Uint8Array.from([3, 8]),
};

describe('pooling', () => {
  it('sums 2 x 2 blocks without overflow', () => {
    const pooled = poolImages(images, Int32Array.of(1, 0), 2);
    expect([pooled.height, pooled.width]).toEqual([1, 2]);
    expect([...pooled.sums]).toEqual([1020, 1020, 0 + 10 + 40 + 50, 20 + 30 + 60 + 70]);
    expect([...pooled.labels]).toEqual([8, 3]);
  });

  it('with 1 keeps the pixels of the chosen images, in the order chosen', () => {
    const pooled = poolImages(images, Int32Array.of(0), 1);
    expect([...pooled.sums]).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
  });
});

describe('pixel statistics', () => {
  it('are the mean and population standard deviation in [0, 1]', () => {
    // 0, 10 … 70: mean 35, variance 100 (8² − 1) / 12 = 525.
    const statistics = pixelStatistics(poolImages(images, Int32Array.of(0), 1));
    expect(statistics.mean).toBeCloseTo(35 / 255, 14);
    expect(statistics.sd).toBeCloseTo(Math.sqrt(525) / 255, 14);
  });

  it('are of the pooled pixels when pooling', () => {
    // Block means 25 and 45.
    const statistics = pixelStatistics(poolImages(images, Int32Array.of(0), 2));
    expect(statistics.mean).toBeCloseTo(35 / 255, 14);
    expect(statistics.sd).toBeCloseTo(10 / 255, 14);
  });
});

describe('sequences', () => {
  it('are standardised values in row-major order', () => {
    const pooled = poolImages(images, Int32Array.of(0), 2);
    const { inputs, targets, count } = imageSequences(pooled, pixelStatistics(pooled), 'rows');
    expect(count).toBe(1);
    expect(inputs[0]).toBeCloseTo(-1, 6);
    expect(inputs[1]).toBeCloseTo(1, 6);
    expect(targets).toEqual(Int32Array.of(3));
  });

  it('of constant images are zero', () => {
    const pooled = poolImages(images, Int32Array.of(1), 1);
    expect([...imageSequences(pooled, pixelStatistics(pooled), 'pixels').inputs]).toEqual(Array(8).fill(0));
  });

  it('in permuted form show pixel order[t] at step t', () => {
    const pixels = Uint8Array.from({ length: 784 }, (_, i) => i % 256);
    const big = { count: 1, height: 28, width: 28, pixels, labels: Uint8Array.of(0) };
    const pooled = poolImages(big, Int32Array.of(0), 1);
    const plain = { mean: 0, sd: 1 };
    const { inputs } = imageSequences(pooled, plain, 'permuted-pixels', 'random-92916');
    // The order starts 319, 576, 323; 319 % 256 = 63, 576 % 256 = 64, 323 % 256 = 67.
    expect([...inputs.slice(0, 3)]).toEqual([63, 64, 67].map((value) => Math.fround(value / 255)));
  });
});
