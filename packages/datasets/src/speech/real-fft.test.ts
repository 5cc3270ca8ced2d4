import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { createRealFft } from './real-fft.ts';

function noise(size: number, seed: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length: size }, () => rng.normal());
}

describe('the transform of real numbers', () => {
  it.each([4, 8, 32, 512])('of %i numbers is that of the definition', (size) => {
    const signal = noise(size, size);
    const { real, imaginary } = createRealFft(size)(signal);
    expect(real).toHaveLength(size / 2 + 1);
    for (let k = 0; k <= size / 2; k++) {
      let [re, im] = [0, 0];
      signal.forEach((x, n) => {
        re += x * Math.cos((2 * Math.PI * k * n) / size);
        im -= x * Math.sin((2 * Math.PI * k * n) / size);
      });
      expect(real[k]).toBeCloseTo(re, 9);
      expect(imaginary[k]).toBeCloseTo(im, 9);
    }
  });

  it('keeps the energy (Parseval)', () => {
    const signal = noise(512, 1);
    const { real, imaginary } = createRealFft(512)(signal);
    let spectral = 0;
    // All bins but the first and the last stand for themselves and their mirror.
    real.forEach((re, k) => (spectral += (k === 0 || k === 256 ? 1 : 2) * (re ** 2 + imaginary[k]! ** 2)));
    const energy = signal.reduce((sum, x) => sum + x * x, 0);
    expect(spectral / 512 / energy).toBeCloseTo(1, 12);
  });

  it('forgets the signal of the call before', () => {
    const transform = createRealFft(16);
    transform(noise(16, 1));
    const { real, imaginary } = transform(Float64Array.from({ length: 16 }, (_, n) => (n === 0 ? 1 : 0)));
    expect([...real]).toEqual(Array.from({ length: 9 }, () => 1));
    expect(imaginary.every((value) => Math.abs(value) === 0)).toBe(true);
  });

  it.each([2, 12, 1000, 8.5])('refuses the size %d', (size) => {
    expect(() => createRealFft(size)).toThrow(/size: expected a power of two from 4/);
  });
});
