import { beforeAll, describe, expect, it } from 'vitest';
import type { Anything } from '../test/arrays.ts';
import { differences, distance } from '../test/differences.ts';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const gelu = (x: number): number =>
  (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
const glu = (a: ArrayLike<number>, n: number): Float64Array =>
  Float64Array.from({ length: a.length / 2 }, (_, i) => {
    const row = 2 * n * Math.floor(i / n) + (i % n);
    return a[row]! / (1 + Math.exp(-a[row + n]!));
  });

/** Sigmoids saturate to within 1e-38 of 0: what is below 1e-30 counts as 0. */
const rounded = (values: Float32Array): number[] => [...values].map((x) => (Math.abs(x) < 1e-30 ? 0 : x));

describe('gelu', () => {
  it.each([0, 1, 3, 4, 5, 17, 1003])('and its derivative match float64 for %i numbers', (n) => {
    const x = numbers(n, n, 7);
    const dy = numbers(n + 1, n);
    const memory = new Guarded(kernels);
    const [from, y, slope, dx] = [memory.put(x), memory.fill(n), memory.put(dy), memory.fill(n)];
    kernels.run.gelu(n, from, y);
    kernels.run.geluBackward(n, from, slope, dx);
    expect(distance(memory.get(y), Float64Array.from(x, gelu))).toBeLessThan(1e-6);
    const expected = differences((at) => at.reduce((sum, value, i) => sum + gelu(value) * dy[i]!, 0), x);
    expect(distance(memory.get(dx), expected)).toBeLessThan(2e-6);
    // In place.
    kernels.run.geluBackward(n, from, slope, slope);
    kernels.run.gelu(n, from, from);
    expect(memory.get(from)).toEqual(memory.get(y));
    expect(memory.get(slope)).toEqual(memory.get(dx));
    memory.close();
  });

  it('is x or 0 far out, with slope 1 or 0, and NaN for NaN', () => {
    const memory = new Guarded(kernels);
    const x = memory.put([Infinity, 1e30, 100, -100, -1e30, -Infinity, NaN, 0]);
    const [y, dx] = [memory.fill(8), memory.fill(8)];
    kernels.run.gelu(8, x, y);
    kernels.run.geluBackward(8, x, memory.fill(8, 1), dx);
    expect(rounded(memory.get(y))).toEqual([Infinity, Math.fround(1e30), 100, 0, 0, 0, NaN, 0]);
    expect(rounded(memory.get(dx))).toEqual([1, 1, 1, 0, 0, 0, NaN, 0.5]);
    memory.close();
  });
});

describe('glu', () => {
  it.each([
    [0, 3],
    [1, 1],
    [3, 5],
    [4, 8],
    [7, 18],
  ])('and its gradient match float64 for [%i, %i]', (rows, n) => {
    const a = numbers(30, rows * 2 * n, 4);
    const dy = numbers(31, rows * n);
    const memory = new Guarded(kernels);
    const [from, y, slope] = [memory.put(a), memory.fill(rows * n), memory.put(dy)];
    const da = memory.fill(a.length);
    kernels.run.glu(rows, n, from, y);
    kernels.run.gluBackward(rows, n, from, slope, da);
    expect(distance(memory.get(y), glu(a, n))).toBeLessThan(1e-6);
    const expected = differences((at) => glu(at, n).reduce((sum, value, i) => sum + value * dy[i]!, 0), a);
    expect(distance(memory.get(da), expected)).toBeLessThan(1e-6);
    kernels.run.gluBackward(rows, n, from, slope, from);
    expect(memory.get(from)).toEqual(memory.get(da));
    memory.close();
  });

  it('passes the first half where the second is large and nothing where it is very negative', () => {
    const memory = new Guarded(kernels);
    const y = memory.fill(3);
    kernels.run.glu(1, 3, memory.put([3, -4, 5, 1000, -1000, NaN]), y);
    expect(rounded(memory.get(y))).toEqual([3, 0, NaN]);
    memory.close();
  });
});

describe('masked, what a sample keeps', () => {
  it.each([
    [1, 1],
    [3, 5],
    [4, 8],
    [7, 18],
  ])('is that of the plain one, times the mask, bit for bit, for [%i, %i]', (rows, n) => {
    const size = rows * n;
    const memory = new Guarded(kernels);
    const put = (seed: number, count: number, most: number) => memory.put(numbers(seed, count, most));
    const [x, a, d, u] = [put(1, size, 7), put(2, 2 * size, 4), put(3, size, 1), put(4, size, 1)];
    const [m, dMask] = [numbers(5, size, 1), numbers(6, size, 1)];
    for (let i = 0; i < size; i += 3) m[i] = i % 2;
    const mask = memory.put(m);
    const values = (from: Anything): Float32Array => Float32Array.from(memory.get(from));
    const times = (p: Float32Array, q: Float32Array): Float32Array => p.map((value, i) => value * q[i]!);
    const plus = (p: Float32Array, q: Float32Array): Float32Array => p.map((value, i) => value + q[i]!);

    const plain = memory.fill(size);
    kernels.run.gelu(size, x, plain);
    const y = memory.fill(size);
    kernels.run.maskedGelu(size, x, mask, y);
    expect(values(y)).toEqual(times(m, values(plain)));
    const slope = memory.put(times(m, values(d)));
    kernels.run.geluBackward(size, x, slope, slope);
    for (const wanted of [true, false]) {
      const [into, dx] = [memory.put(dMask), memory.put(values(d))];
      kernels.run.maskedGeluBackward(size, x, mask, dx, wanted ? into : NONE);
      expect(values(dx)).toEqual(values(slope));
      expect(values(into)).toEqual(wanted ? plus(dMask, times(values(d), values(plain))) : dMask);
    }

    kernels.run.glu(rows, n, a, plain);
    kernels.run.maskedGlu(rows, n, a, mask, u, y);
    expect(values(y)).toEqual(plus(times(m, values(plain)), values(u)));
    const expected = memory.fill(2 * size);
    kernels.run.gluBackward(rows, n, a, memory.put(times(m, values(d))), expected);
    for (const wanted of [true, false]) {
      const [into, da] = [memory.put(dMask), memory.fill(2 * size)];
      kernels.run.maskedGluBackward(rows, n, a, mask, d, da, wanted ? into : NONE);
      expect(values(da)).toEqual(values(expected));
      expect(values(into)).toEqual(wanted ? plus(dMask, times(values(d), values(plain))) : dMask);
    }
    memory.close();
  });
});
