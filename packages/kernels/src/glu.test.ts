import { beforeAll, describe, expect, it } from 'vitest';
import { differences, distance } from '../test/differences.ts';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
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
