import { beforeAll, describe, expect, it } from 'vitest';
import { differences, distance } from '../test/differences.ts';
import type { Anything } from '../test/arrays.ts';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
import { place } from '../test/placed-layer.ts';
import {
  discretised,
  kernelOf,
  layer,
  power,
  times,
  type Complex,
  type Layer,
} from '../test/s4d-reference.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** Kernels of one mode with given abar, bbar and c. */
function oneMode(length: number, abar: Complex, bbar: Complex, c: Complex): Float32Array {
  const memory = new Guarded(kernels);
  const k = memory.fill(length);
  const scratch = memory.fill(kernels.run.s4dKernelScratch(1));
  const blocks = [...abar, ...bbar, ...c].map((value) => memory.put([value]));
  const [aRe, aIm, bRe, bIm, cRe, cIm] = blocks as [
    Anything,
    Anything,
    Anything,
    Anything,
    Anything,
    Anything,
  ];
  kernels.run.s4dKernel(1, 1, length, aRe, aIm, bRe, bIm, cRe, cIm, k, scratch);
  const result = memory.get(k);
  memory.close();
  return result;
}

describe('discretisation', () => {
  it('is within 1e-7 of the exponential for angles up to 50 rad', () => {
    const count = 501;
    const one: Layer = {
      channels: 1,
      modes: count,
      dt: [0.75],
      aRe: numbers(1, count).map((x) => -1 - x),
      aIm: numbers(2, count, 66),
      cRe: [],
      cIm: [],
    };
    const memory = new Guarded(kernels);
    const { abar, bbar } = place(kernels, memory, one);
    const got = [...abar, ...bbar].map((block) => memory.get(block));
    for (let n = 0; n < count; n++) {
      const [exact, input] = discretised(one, 0, n);
      [...exact, ...input].forEach((value, part) => {
        expect(Math.abs(got[part]![n]! - value)).toBeLessThan(1e-7);
      });
    }
    memory.close();
  });

  it('gives bbar = dt at a = 0 and stays exact near it', () => {
    const one: Layer = {
      channels: 1,
      modes: 4,
      dt: [0.25],
      aRe: [0, -1e-9, -3e-3, -5e-3],
      aIm: [0, 0, 1e-3, -2e-3],
      cRe: [],
      cIm: [],
    };
    const memory = new Guarded(kernels);
    const { abar, bbar } = place(kernels, memory, one);
    expect([...memory.get(bbar[0]).slice(0, 2)]).toEqual([0.25, 0.25]);
    expect([...memory.get(abar[0]).slice(0, 1), memory.get(bbar[1])[0]]).toEqual([1, 0]);
    for (const n of [2, 3]) {
      // dt (1 + x / 2 + x^2 / 6 + ...), the series at float64 inputs.
      const x: Complex = [0.25 * Math.fround(one.aRe[n]!), 0.25 * Math.fround(one.aIm[n]!)];
      const square = times(x, x);
      const cube = times(square, x);
      const value = (part: 0 | 1): number =>
        0.25 * ((part === 0 ? 1 : 0) + x[part] / 2 + square[part] / 6 + cube[part] / 24);
      expect(Math.abs(memory.get(bbar[0])[n]! - value(0))).toBeLessThan(2e-8);
      expect(Math.abs(memory.get(bbar[1])[n]! / value(1) - 1)).toBeLessThan(1e-7);
    }
    memory.close();
  });

  it('survives extreme parameters: NaN stays NaN, strong damping is 0', () => {
    const one: Layer = {
      channels: 1,
      modes: 3,
      dt: [1],
      aRe: [NaN, -1e5, -1],
      aIm: [1, 1, Infinity],
      cRe: [],
      cIm: [],
    };
    const memory = new Guarded(kernels);
    const { abar } = place(kernels, memory, one);
    expect([...memory.get(abar[0])].map((x) => (Object.is(x, -0) ? 0 : x))).toEqual([NaN, 0, NaN]);
    memory.close();
  });
});

describe('the convolution kernel', () => {
  it('of a single halving mode is 2 c bbar / 2^l, exactly', () => {
    expect([...oneMode(5, [0.5, 0], [1, 0], [3, 0])]).toEqual([6, 3, 1.5, 0.75, 0.375]);
    // (i / 2)^l: real parts 1, 0, -1/4, 0, 1/16.
    expect([...oneMode(5, [0, 0.5], [1, 0], [1, 0])].map((x) => x + 0)).toEqual([2, 0, -0.5, 0, 0.125]);
  });

  it('of a single mode follows 2 Re(c bbar abar^l) to 1e-6 of its size up to l = 4095', () => {
    for (const [size, angle] of [
      [0.9999, 3.1],
      [0.999, 0.01],
      [0.99, -1.7],
      [1, 2.5],
    ] as const) {
      const abar: Complex = [Math.fround(size * Math.cos(angle)), Math.fround(size * Math.sin(angle))];
      const bbar: Complex = [Math.fround(0.01), Math.fround(-0.004)];
      const c: Complex = [Math.fround(0.7), Math.fround(-1.3)];
      const k = oneMode(4096, abar, bbar, c);
      const factor = times(c, bbar);
      let worst = 0;
      for (let l = 0; l < 4096; l++) {
        const exact = times(factor, power(abar, l));
        const scale = 2 * Math.hypot(...exact);
        worst = Math.max(worst, Math.abs(k[l]! - 2 * exact[0]) / scale);
      }
      expect(worst).toBeLessThan(1e-6);
    }
  });

  it.each([
    [1, 1, 1],
    [1, 3, 31],
    [3, 4, 32],
    [2, 5, 33],
    [5, 7, 100],
    [2, 32, 784],
    [0, 3, 4],
    [2, 0, 5],
  ])('matches float64 for %i channels, %i modes, length %i', (channels, modes, length) => {
    const one = layer(3, channels, modes);
    const memory = new Guarded(kernels);
    const { abar, bbar, c } = place(kernels, memory, one);
    const k = memory.fill(channels * length);
    const scratch = memory.fill(kernels.run.s4dKernelScratch(modes));
    kernels.run.s4dKernel(channels, modes, length, ...abar, ...bbar, ...c, k, scratch);
    // abar itself is rounded to float32, which l steps multiply.
    expect(distance(memory.get(k), kernelOf(one, length))).toBeLessThan(2e-7 * modes + 1e-8 * length);
    memory.close();
  });

  it('is 0, not denormal, once its powers are negligible', () => {
    const k = oneMode(200, [0.5, 0], [1, 0], [1, 0]);
    expect(k[90]).toBe(2 ** -89);
    expect([...k.slice(130)].every((x) => x === 0)).toBe(true);
  });
});

describe('the gradient of the convolution kernel', () => {
  it.each([
    [1, 1, 1],
    [2, 1, 2],
    [2, 3, 32],
    [3, 5, 37],
    [2, 6, 131],
  ])('matches central differences for %i channels, %i modes, length %i', (channels, modes, length) => {
    const one = layer(5, channels, modes);
    const weights = numbers(6, channels * length);
    const loss = (part: Partial<Layer>): number =>
      kernelOf({ ...one, ...part }, length).reduce((sum, k, i) => sum + k * weights[i]!, 0);
    const names = ['aRe', 'aIm', 'cRe', 'cIm', 'dt'] as const;

    const memory = new Guarded(kernels);
    const { dt, a, c, abar } = place(kernels, memory, one);
    const dk = memory.put(weights);
    const start = names.map((name, i) => numbers(10 + i, one[name].length, 0.1));
    const gradients = start.map((values) => memory.put(values));
    const [dARe, dAIm, dCRe, dCIm, dDt] = gradients as [Anything, Anything, Anything, Anything, Anything];
    const scratch = memory.fill(kernels.run.s4dKernelBackwardScratch(modes));
    kernels.run.s4dKernelBackward(
      ...([channels, modes, length, dt, ...a, ...abar, ...c, dk] as const),
      ...([dARe, dAIm, dCRe, dCIm, dDt, scratch] as const),
    );
    names.forEach((name, i) => {
      const expected = differences((x) => loss({ [name]: x }), one[name], 1e-6);
      const got = Float64Array.from(memory.get(gradients[i]!), (value, j) => value - start[i]![j]!);
      const scale = Math.max(...expected.map(Math.abs), 0.01);
      expect(distance(got, expected) / scale).toBeLessThan(1e-5);
    });
    memory.close();
  });

  it('has its limit at a = 0', () => {
    const one: Layer = {
      channels: 1,
      modes: 2,
      dt: [2 ** -10],
      aRe: [0, -0.5],
      aIm: [0, 0.25],
      cRe: [1, 0.5],
      cIm: [0.5, -1],
    };
    const memory = new Guarded(kernels);
    const { dt, a, c, abar } = place(kernels, memory, one);
    const dk = memory.put([1]);
    const [dARe, dAIm, dCRe, dCIm] = [0, 0, 0, 0].map(() => memory.fill(2, 0)) as [
      Anything,
      Anything,
      Anything,
      Anything,
    ];
    const dDt = memory.fill(1, 0);
    const scratch = memory.fill(kernels.run.s4dKernelBackwardScratch(2));
    kernels.run.s4dKernelBackward(
      ...([1, 2, 1, dt, ...a, ...abar, ...c, dk, dARe, dAIm, dCRe, dCIm, dDt, scratch] as const),
    );
    // k[0] = 2 Re(c bbar), bbar = dt (1 + x / 2 + ...) with x = dt a, so dbbar / da = dt^2 / 2.
    const slope = 2 ** -21;
    expect(memory.get(dARe)[0]! / (2 * slope)).toBeCloseTo(1, 6);
    expect(memory.get(dAIm)[0]! / (-2 * 0.5 * slope)).toBeCloseTo(1, 6);
    memory.close();
  });
});
