import { describe, expect, it } from 'vitest';
import { channelSequences, channelStatistics } from './channel-sequences.ts';
import { colourChannels, greyChannel } from './colour-images.ts';
import type { ColourImages } from './colour-images.ts';

/** Two images of 2 x 2. */
const images: ColourImages = {
  ...{ count: 2, side: 2 },
  planes: [
    Uint8Array.from([0, 255, 0, 255, 0, 255, 0, 255]),
    Uint8Array.from([10, 20, 30, 40, 50, 60, 70, 80]),
    Uint8Array.from([7, 7, 7, 7, 7, 7, 7, 7]),
  ],
  labels: Uint8Array.from([4, 9]),
};

describe('sequences of colour pixels', () => {
  it('have one pixel a step and one standardised number a channel', () => {
    const channels = colourChannels(images);
    const all = Int32Array.of(0, 1);
    const statistics = channelStatistics(channels, all, 1);
    const { inputs, targets, count } = channelSequences(channels, Int32Array.of(1), 1, statistics);
    expect([count, ...targets]).toEqual([1, 9]);
    // Red: mean 1/2, deviation 1/2. Green: 10 … 80, mean 45, variance 525. Blue never changes.
    const green = (value: number): number => Math.fround((value - 45) / Math.sqrt(525));
    [-1, green(50), 0, 1, green(60), 0, -1, green(70), 0, 1, green(80), 0].forEach((value, k) => {
      expect(inputs[k]).toBeCloseTo(value, 6);
    });
  });

  it('are shorter by the square of the pooling', () => {
    const channels = colourChannels(images);
    const all = Int32Array.of(0, 1);
    const { inputs } = channelSequences(channels, all, 2, channelStatistics(channels, all, 2));
    expect(inputs).toHaveLength(2 * 1 * 3);
    // The green blocks have means 25 and 65.
    expect([inputs[1], inputs[4]]).toEqual([-1, 1]);
  });
});

describe('grey', () => {
  it('is the luma of the three planes, rounded: white stays 255, and green counts most', () => {
    const pixel = (r: number, g: number, b: number): number => {
      const planes = [Uint8Array.of(r), Uint8Array.of(g), Uint8Array.of(b)] as const;
      return greyChannel({ count: 1, side: 1, planes, labels: Uint8Array.of(0) })[0]!.pixels[0]!;
    };
    // 0.299 · 255 = 76.2, 0.587 · 255 = 149.7, 0.114 · 255 = 29.1
    expect([pixel(255, 255, 255), pixel(255, 0, 0), pixel(0, 255, 0), pixel(0, 0, 255)]).toEqual([
      255, 76, 150, 29,
    ]);
  });
});
