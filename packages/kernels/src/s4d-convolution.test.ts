import { beforeAll, describe, expect, it } from 'vitest';
import { differences, distance } from '../test/differences.ts';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
import { scanned } from '../test/placed-layer.ts';
import { convolve, convolveBackward, kernelOf, layer } from '../test/s4d-reference.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

type Shape = readonly [length: number, batch: number, channels: number];

/** y of the kernels; `leftover` is what scratch memory holds before. */
function forward(
  shape: Shape,
  F: number,
  u: Float32Array,
  k: Float32Array,
  d: Float32Array | null,
  leftover = NaN,
) {
  const [length, batch, channels] = shape;
  const { run } = kernels;
  const memory = new Guarded(kernels);
  const spectrum = memory.fill(run.s4dSpectrumSize(length, channels, F), leftover);
  const scratch = memory.fill(run.s4dConvolveScratch(length, F), leftover);
  const direct = d === null ? NONE : memory.put(d);
  run.s4dSpectrum(length, channels, F, memory.put(k), direct, spectrum, scratch);
  const y = memory.fill(u.length);
  run.s4dConvolve(length, batch, channels, F, memory.put(u), spectrum, y, scratch);
  const result = memory.get(y);
  memory.close();
  return result;
}

/** Gradients of the kernels; that of d is added to `start`. */
function backward(
  shape: Shape,
  F: number,
  [u, k, d, dy]: readonly [Float32Array, Float32Array, Float32Array, Float32Array],
  start: Float32Array,
) {
  const [length, batch, channels] = shape;
  const { run } = kernels;
  const memory = new Guarded(kernels);
  const spectrum = memory.fill(run.s4dSpectrumSize(length, channels, F));
  const first = memory.fill(run.s4dConvolveScratch(length, F));
  const scratch = memory.fill(run.s4dConvolveBackwardScratch(length, F));
  run.s4dSpectrum(length, channels, F, memory.put(k), memory.put(d), spectrum, first);
  const [du, dk, dD] = [memory.fill(u.length), memory.fill(k.length), memory.put(start)];
  run.s4dConvolveBackward(
    ...([length, batch, channels, F, memory.put(u), memory.put(dy), spectrum] as const),
    ...([du, dk, dD, scratch] as const),
  );
  const result = { du: memory.get(du), dk: memory.get(dk), dD: memory.get(dD) };
  memory.close();
  return result;
}

/** u, a kernel that fades, d, and dy. */
function example([length, batch, channels]: Shape) {
  const size = length * batch * channels;
  const k = numbers(2, channels * length).map((x, i) => x * 0.97 ** (i % length));
  return [numbers(1, size), k, numbers(3, channels), numbers(4, size)] as const;
}

/** Direct sums, and every radix of the first pass: F = 192 (3), 256 (4), 384 (6), 512 (2), 1536 (6, wraps around). */
const shapes: readonly Shape[] = [
  [1, 1, 1],
  [1, 3, 5],
  [2, 2, 4],
  [3, 1, 3],
  [7, 3, 17],
  [64, 2, 4],
  [80, 3, 6],
  [81, 3, 5],
  [95, 1, 1],
  [128, 2, 3],
  [131, 1, 21],
  [195, 3, 4],
  [250, 1, 2],
  [784, 3, 2],
  [0, 2, 3],
  [5, 0, 3],
  [100, 2, 0],
];

describe('the length of the transform', () => {
  it('is 0 for short sequences, else the next 2^n or 3 2^n, at most a sixteenth of the sequence short', () => {
    const lengths = [1, 80, 81, 99, 100, 128, 133, 195, 250, 512, 784, 1024, 4096];
    expect(lengths.map((length) => kernels.run.s4dTransformLength(length))).toEqual([
      0, 0, 192, 192, 256, 256, 384, 384, 512, 1024, 1536, 2048, 8192,
    ]);
  });
});

describe.each(shapes)('the convolution over length %i, batch %i, channels %i', (...shape) => {
  const [length] = shape;
  const [u, k, d, dy] = example(shape);

  it('matches the sum by definition', () => {
    const F = kernels.run.s4dTransformLength(length);
    const y = forward(shape, F, u, k, d);
    expect(distance(y, convolve(shape, u, k, d))).toBeLessThan(6e-6);
  });

  it('has the gradients of the definition, that of d added', () => {
    const F = kernels.run.s4dTransformLength(length);
    const start = numbers(9, d.length);
    const got = backward(shape, F, [u, k, d, dy], start);
    const expected = convolveBackward(shape, u, k, d, dy);
    expect(distance(got.du, expected.du)).toBeLessThan(6e-6);
    expect(distance(got.dk, expected.dk)).toBeLessThan(3e-6 * Math.sqrt(length + 1) + 1e-6);
    const dD = expected.dD.map((value, h) => value + start[h]!);
    expect(distance(got.dD, dD)).toBeLessThan(3e-6 * Math.sqrt(length + 1) + 1e-6);
  });
});

describe('the convolution', () => {
  it.each([0, 64, 96, 128])('gives the same by direct sums and by transforms (F = %i)', (F) => {
    // 2 L - 1 = 67: F = 64 is 3 short.
    const shape = [34, 2, 5] as const;
    const [u, k, d] = example(shape);
    expect(distance(forward(shape, F, u, k, d), convolve(shape, u, k, d))).toBeLessThan(6e-6);
  });

  it('has the gradients that central differences of the definition give', () => {
    const shape = [9, 2, 3] as const;
    const [u, k, d, dy] = example(shape);
    const loss = (y: Float64Array): number => y.reduce((sum, value, i) => sum + value * dy[i]!, 0);
    const got = backward(shape, 24, [u, k, d, dy], new Float32Array(3));
    expect(
      distance(
        got.du,
        differences((x) => loss(convolve(shape, x, k, d)), u),
      ),
    ).toBeLessThan(5e-6);
    expect(
      distance(
        got.dk,
        differences((x) => loss(convolve(shape, u, x, d)), k),
      ),
    ).toBeLessThan(5e-6);
    expect(
      distance(
        got.dD,
        differences((x) => loss(convolve(shape, u, k, x)), d),
      ),
    ).toBeLessThan(5e-6);
  });

  it('shifts a signal by a kernel that is 1 at one lag', () => {
    const length = 100;
    const u = Float32Array.from({ length }, (_, t) => t + 1);
    const k = new Float32Array(length);
    k[30] = 1;
    const y = forward([length, 1, 1], 256, u, k, null);
    const expected = Array.from({ length }, (_, t) => (t < 30 ? 0 : t - 29));
    expect(distance(y, expected)).toBeLessThan(5e-5);
  });

  it('does not depend on what memory held before', () => {
    for (const length of [50, 100]) {
      const shape = [length, 3, 6] as const;
      const [u, k, d] = example(shape);
      const F = kernels.run.s4dTransformLength(length);
      expect(forward(shape, F, u, k, d, 1e30)).toEqual(forward(shape, F, u, k, d, NaN));
    }
  });

  it('keeps NaN inside its channel', () => {
    const shape = [100, 2, 5] as const;
    const [u, k, d] = example(shape);
    const clean = forward(shape, 256, u, k, d);
    const spoilt = forward(
      shape,
      256,
      u.map((x, i) => (i === 502 ? NaN : x)),
      k,
      d,
    );
    expect(spoilt[502]).toBeNaN();
    for (let i = 0; i < u.length; i++) if (i % 5 !== 2) expect(spoilt[i]).toBe(clean[i]);
  });

  it('works in place', () => {
    const shape = [90, 3, 18] as const;
    const [u, k, d] = example(shape);
    const F = kernels.run.s4dTransformLength(90);
    const memory = new Guarded(kernels);
    const spectrum = memory.fill(kernels.run.s4dSpectrumSize(90, 18, F));
    const scratch = memory.fill(kernels.run.s4dConvolveScratch(90, F));
    kernels.run.s4dSpectrum(90, 18, F, memory.put(k), memory.put(d), spectrum, scratch);
    const block = memory.put(u);
    kernels.run.s4dConvolve(90, 3, 18, F, block, spectrum, block, scratch);
    expect(memory.get(block)).toEqual(forward(shape, F, u, k, d));
    memory.close();
  });

  it('agrees with the recurrence over 784 steps', () => {
    const shape = [784, 2, 7] as const;
    const [length, batch, channels] = shape;
    const modes = 8;
    const one = layer(30, channels, modes);
    const u = numbers(31, length * batch * channels);
    const d = numbers(32, channels);
    const k = Float32Array.from(kernelOf(one, length));
    expect(distance(scanned(kernels, one, shape, u, d), forward(shape, 1536, u, k, d))).toBeLessThan(1e-4);
  });
});
