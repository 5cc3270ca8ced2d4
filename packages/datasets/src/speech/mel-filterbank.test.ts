import { describe, expect, it } from 'vitest';
import { melFilterbank, melOf } from './mel-filterbank.ts';

const SCALE = { rate: 16_000, fftSize: 512, lowest: 20, highest: 8000 };

describe('the mel filters', () => {
  it('use the scale on which 1,000 Hz is 1,000 mel', () => {
    expect(melOf(1000)).toBeCloseTo(1000, 0);
    expect(melOf(0)).toBe(0);
    expect(melOf(700)).toBeCloseTo(1127 * Math.LN2, 9);
  });

  it.each([4, 20, 40, 80])('sum to 1 in every bin between the first and last of %i centres', (bands) => {
    const sums = new Float64Array(257);
    const filters = melFilterbank(bands, SCALE);
    expect(filters).toHaveLength(bands);
    for (const { first, weights } of filters) weights.forEach((weight, i) => (sums[first + i]! += weight));
    const spacing = (melOf(8000) - melOf(20)) / (bands + 1);
    let inside = 0;
    sums.forEach((sum, k) => {
      const mel = melOf(k * 31.25);
      const place = (mel - melOf(20)) / spacing; // 1 is the first centre, `bands` the last
      if (place < 1 || place > bands) return;
      expect(sum).toBeCloseTo(1, 9);
      inside += 1;
    });
    expect(inside).toBeGreaterThan(120);
    // 0 Hz lies below the lowest frequency, and 8,000 Hz is where the last triangle ends.
    expect(sums[0]).toBe(0);
    expect(sums[256]).toBe(0);
  });

  it('have weights that rise to the centre and fall after it, by hand for two bands', () => {
    // 0 … 4,000 Hz in two bands at 1,000 Hz a bin: mel 0, 1000.0, 1521.4, 1876.5, 2146.1; centres at 715.4, 1430.7.
    const [low, high] = melFilterbank(2, { rate: 8000, fftSize: 8, lowest: 0, highest: 4000 });
    expect(low?.first).toBe(1);
    expect([...low!.weights]).toEqual([expect.closeTo((1430.7 - 1000) / 715.4, 3)]);
    expect(high?.first).toBe(1);
    const weights = [(1000 - 715.4) / 715.4, (2146.1 - 1521.4) / 715.4, (2146.1 - 1876.5) / 715.4];
    expect([...high!.weights]).toEqual(weights.map((weight) => expect.closeTo(weight, 3) as number));
  });

  it('refuses bands so narrow that one holds no bin', () => {
    expect(() => melFilterbank(300, SCALE)).toThrow(/bands: band \d+ of 300 holds no bin; use fewer/);
  });
});
