import { beforeAll, describe, expect, it } from 'vitest';
import { differences, distance } from '../test/differences.ts';
import type { Anything } from '../test/arrays.ts';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const EPSILON = 1e-3;

interface Inputs {
  readonly x: ArrayLike<number>;
  /** Of all rows, or of one for all. */
  readonly mask: ArrayLike<number>;
  readonly gain: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
}

/** By the definition, in float64. */
function reference(rows: number, n: number, { x, mask, gain, bias }: Inputs): Float64Array {
  const y = new Float64Array(rows * n);
  for (let r = 0; r < rows; r++) {
    const values = Array.from({ length: n }, (_, i) => x[r * n + i]!);
    const weights = values.map((_, i) => mask[mask.length === n ? i : r * n + i]!);
    const total = weights.reduce((sum, m) => sum + m, 0);
    const average = (f: (value: number) => number): number =>
      total === 0 ? 0 : weights.reduce((sum, m, i) => sum + m * f(values[i]!), 0) / total;
    const mean = average((value) => value);
    const scale = 1 / Math.sqrt(average((value) => (value - mean) ** 2) + EPSILON);
    for (let i = 0; i < n; i++) {
      y[r * n + i] = weights[i]! * ((values[i]! - mean) * scale * gain[i]! + bias[i]!);
    }
  }
  return y;
}

/** Runs the kernels; `start` is what the parameter gradients are added to. */
function run(
  rows: number,
  n: number,
  inputs: Inputs,
  dy: ArrayLike<number>,
  stride: number | null,
  start = 0,
) {
  const memory = new Guarded(kernels);
  const [x, gain, bias] = [inputs.x, inputs.gain, inputs.bias].map((values) => memory.put(values)) as [
    Anything,
    Anything,
    Anything,
  ];
  const mask = stride === null ? NONE : memory.put(inputs.mask);
  const [y, mean, inverse, dx] = [rows * n, rows, rows, rows * n].map((size) => memory.fill(size)) as [
    Anything,
    Anything,
    Anything,
    Anything,
  ];
  const [dGain, dBias] = [memory.fill(n, start), memory.fill(n, start)];
  const dMask = memory.fill(inputs.mask.length, start);
  const shared = [rows, n, x, mask, stride ?? 0, gain, bias, EPSILON] as const;
  kernels.run.layerNorm(...shared, y, mean, inverse);
  kernels.run.layerNormBackward(
    ...shared,
    ...([mean, inverse, memory.put(dy), dx, dGain, dBias, stride === null ? NONE : dMask] as const),
  );
  const result = {
    y: memory.get(y),
    x: memory.get(dx),
    gain: memory.get(dGain).map((value) => value - start),
    bias: memory.get(dBias).map((value) => value - start),
    mask: memory.get(dMask).map((value) => value - start),
    mean: memory.get(mean),
    inverse: memory.get(inverse),
  };
  memory.close();
  return result;
}

const sizes = [
  [1, 1],
  [3, 2],
  [2, 4],
  [5, 7],
  [4, 33],
] as const;
const kinds = ['none', 'shared', 'own', 'fractional'] as const;

describe('layer normalisation', () => {
  it.each(sizes.flatMap(([rows, n]) => kinds.map((kind) => [rows, n, kind] as const)))(
    'of [%i, %i] with mask "%s" matches float64 and its gradients central differences',
    (rows, n, kind) => {
      const size = kind === 'own' || kind === 'fractional' ? rows * n : n;
      const mask = numbers(2, size).map((value, i) => {
        if (kind === 'none') return 1;
        if (kind === 'fractional') return Math.abs(value) + 0.05;
        return i % n === 0 || value > 0 ? 1 : 0;
      });
      const inputs: Inputs = {
        x: numbers(1, rows * n, 2),
        mask,
        gain: numbers(3, n),
        bias: numbers(4, n),
      };
      const dy = numbers(5, rows * n);
      const got = run(
        rows,
        n,
        inputs,
        dy,
        kind === 'none' ? null : size === n && kind === 'shared' ? 0 : n,
        0.5,
      );
      expect(distance(got.y, reference(rows, n, inputs))).toBeLessThan(2e-6);
      const loss = (part: Partial<Inputs>): number =>
        reference(rows, n, { ...inputs, ...part }).reduce((sum, value, i) => sum + value * dy[i]!, 0);
      for (const name of ['x', 'gain', 'bias', 'mask'] as const) {
        const expected =
          name === 'mask' && kind === 'none'
            ? new Float64Array(n)
            : differences((values) => loss({ [name]: values }), inputs[name], 1e-6);
        const scale = Math.max(1, ...expected.map(Math.abs));
        expect(distance(got[name], expected) / scale).toBeLessThan(2e-5);
      }
    },
  );

  it('of 1, 3 and a masked number is -1 and 1 times the scale, and 0', () => {
    const inputs: Inputs = { x: [1, 3, 50], mask: [1, 1, 0], gain: [2, 2, 2], bias: [0.5, 0.5, 0.5] };
    const { y, mean, inverse } = run(1, 3, inputs, [0, 0, 0], 3);
    const scale = 1 / Math.sqrt(1 + EPSILON);
    expect(mean[0]).toBe(2);
    expect(inverse[0]).toBeCloseTo(scale, 6);
    expect(distance(y, [0.5 - 2 * scale, 0.5 + 2 * scale, 0])).toBeLessThan(1e-6);
  });

  it('gives 0 and finite gradients for a row without weight', () => {
    const inputs: Inputs = { x: [1, 3, 2], mask: [0, 0, 0], gain: [2, 2, 2], bias: [1, 1, 1] };
    const got = run(1, 3, inputs, [1, 1, 1], 3);
    expect([...got.y, ...got.x, ...got.gain, ...got.bias].map((value) => value + 0)).toEqual(
      Array.from({ length: 12 }, () => 0),
    );
    // dy (z gain + bias) with mean 0.
    const scale = 1 / Math.sqrt(EPSILON);
    expect(distance(got.mask, [2 * scale + 1, 6 * scale + 1, 4 * scale + 1])).toBeLessThan(1e-4);
  });

  it('does not mind a large mean', () => {
    const x = numbers(8, 64).map((value) => 1000 + value);
    const inputs: Inputs = {
      x,
      mask: new Float32Array(64).fill(1),
      gain: new Float32Array(64).fill(1),
      bias: new Float32Array(64),
    };
    const { y } = run(1, 64, inputs, new Float32Array(64), null);
    expect(distance(y, reference(1, 64, inputs))).toBeLessThan(2e-4);
  });

  it('spoils only the row that holds NaN', () => {
    const inputs: Inputs = { x: [1, 2, 3, NaN, 5, 6], mask: [1, 1, 1], gain: [1, 1, 1], bias: [0, 0, 0] };
    const { y } = run(2, 3, inputs, [0, 0, 0, 0, 0, 0], 0);
    expect([...y].map(Number.isNaN)).toEqual([false, false, false, true, true, true]);
  });
});
