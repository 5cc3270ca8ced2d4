import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Anything } from '../test/arrays.ts';
import { Guarded } from '../test/guarded.ts';
import { all, slopes, voltages, weighted, type Lists, type Unfold } from '../test/ltc-reference.ts';
import { numbers, uniform } from '../test/numbers.ts';
import { NONE, type Counts, type Indices, type None } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const positive = (seed: number, n: number): Float64Array =>
  Float64Array.from(numbers(seed, n), (x) => Math.abs(x) + 0.1);

function randomUnfold(seed: number, batch: number, units: number, rowLists: Lists): Unfold {
  const n = batch * units;
  return {
    ...{ batch, units, rowLists },
    ...{ cmt: positive(seed, units), gl: positive(seed + 1, units) },
    glvl: Float64Array.from(numbers(seed + 2, units)),
    ...{ num: Float64Array.from(numbers(seed + 3, n)), den: positive(seed + 4, n) },
    ...{ numIn: Float64Array.from(numbers(seed + 5, n)), denIn: positive(seed + 6, n) },
    vPrev: Float64Array.from(numbers(seed + 7, n)),
  };
}
/** [rowList, rowCounts, rowStride] in memory. */
function rowsOf(memory: Guarded, { rowLists, units }: Unfold): [Indices | None, Counts | None, number] {
  if (rowLists === undefined) return [NONE, NONE, 0];
  const padded = rowLists.flatMap((list) => [...list, ...all(units - list.length).map(() => -1)]);
  return [memory.putIntegers(padded), memory.putIntegers(rowLists.map((list) => list.length)), units];
}
const cases = [
  ['all units', randomUnfold(1, 3, 7, undefined)],
  ['one unit', randomUnfold(11, 1, 1, undefined)],
  ['listed units', randomUnfold(21, 3, 5, [[0, 3, 4], [], [2]])],
  ['no unit', randomUnfold(31, 2, 4, [[], []])],
] as const;

describe('a solve', () => {
  it.each(cases)('moves the voltages of %s and leaves others alone', (_, u) => {
    const memory = new Guarded(kernels);
    const v = memory.put(new Float32Array(u.batch * u.units).fill(NaN));
    const inputs = [u.cmt, u.gl, u.glvl, u.num, u.den, u.numIn, u.denIn].map((x) => memory.put(x));
    const [cmt, gl, glvl, num, den, numIn, denIn] = inputs as [
      Anything,
      Anything,
      Anything,
      Anything,
      Anything,
      Anything,
      Anything,
    ];
    const rows = rowsOf(memory, u);
    const vPrev = memory.put(u.vPrev);
    kernels.run.ltcSolve(u.batch, u.units, cmt, gl, glvl, num, den, numIn, denIn, ...rows, vPrev, v);
    const expected = voltages(u);
    memory.get(v).forEach((value, k) => {
      if (Number.isNaN(expected[k])) expect(value).toBeNaN();
      else expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-6);
    });
    memory.close();
  });

  it('of hand-worked numbers: (2 * 0.5 + 0.25 + 1 - 0.25) / (2 + 1 + 0.5 + 0.5)', () => {
    const memory = new Guarded(kernels);
    const p = (x: number): Anything => memory.put([x]);
    const v = p(0.5);
    kernels.run.ltcSolve(1, 1, p(2), p(1), p(0.25), p(1), p(0.5), p(-0.25), p(0.5), NONE, NONE, 0, v, v);
    expect([...memory.get(v)]).toEqual([0.5]);
    memory.close();
  });

  it.each(cases)('has the gradients of central differences for %s', (_, u) => {
    const n = u.batch * u.units;
    const dv = Float64Array.from(numbers(77, n));
    const loss = (): number => weighted(voltages(u), dv);
    const after = voltages(u);
    const memory = new Guarded(kernels);
    const block = (x: ArrayLike<number>): Anything => memory.put(x);
    const filled = (length: number, value: number): Anything => block(new Float32Array(length).fill(value));
    const gradient = block(dv);
    const [dnum, dden] = [filled(n, NaN), filled(n, NaN)];
    const [dcmt, dgl, dglvl] = [filled(u.units, 0.5), filled(u.units, 0.5), filled(u.units, 0.5)];
    const givens = [block(u.cmt), block(u.gl), block(u.den), block(u.denIn)] as const;
    const voltage = [block(u.vPrev), block(after)] as const;
    const rows = rowsOf(memory, u);
    kernels.run.ltcSolveBackward(
      ...([u.batch, u.units, ...givens, ...rows, ...voltage, gradient, gradient] as const),
      ...([dnum, dden, dcmt, dgl, dglvl] as const),
    );
    const compare = (pointer: Anything, values: Float64Array, untouched: (k: number) => number): void => {
      const expected = slopes(values, loss);
      memory.get(pointer).forEach((value, k) => {
        const want = untouched(k);
        if (Number.isNaN(want)) expect(value).toBeNaN();
        else expect(Math.abs(value - want - expected[k]!)).toBeLessThan(3e-6);
      });
    };
    const inactive = (k: number): boolean => Number.isNaN(after[k]);
    compare(gradient, u.vPrev, (k) => (inactive(k) ? Math.fround(dv[k]!) : 0));
    for (const values of [u.num, u.numIn]) compare(dnum, values, (k) => (inactive(k) ? NaN : 0));
    for (const values of [u.den, u.denIn]) compare(dden, values, (k) => (inactive(k) ? NaN : 0));
    compare(dcmt, u.cmt, () => 0.5);
    compare(dgl, u.gl, () => 0.5);
    compare(dglvl, u.glvl, () => 0.5);
    memory.close();
  });

  it('keeps voltages within [-1, 1] exactly, unfold after unfold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 13 }), (seed, units) => {
        const draw = uniform(seed);
        const corner = (): number => (draw() < 0.5 ? 2 * draw() - 1 : draw() < 0.5 ? -1 : 1);
        const some = (n: number, f: () => number): number[] => Array.from({ length: n }, f);
        const synapse = (): number[] => [10 * draw() ** 8, corner(), 20 * corner(), corner()];
        const memory = new Guarded(kernels);
        const lanes = memory.put(some(units * units, () => 0).flatMap(synapse));
        const gl = some(units, draw);
        const leak = memory.put(gl);
        const glvl = memory.put(gl.map((x) => Math.fround(Math.fround(x) * corner())));
        const cmt = memory.put(some(units, draw));
        const v = memory.put(some(2 * units, corner));
        const [num, den, numIn, denIn] = [0, 1, 2, 3].map(() => memory.put(some(2 * units, () => 0))) as [
          Anything,
          Anything,
          Anything,
          Anything,
        ];
        const scratch = memory.put(new Float32Array(16 * units));
        const sum = (above: Anything, below: Anything): void => {
          const lists = [NONE, NONE, NONE, 0, NONE, NONE, 0] as const;
          kernels.run.ltcSynapses(2, units, units, lanes, v, ...lists, above, below, scratch);
        };
        sum(numIn, denIn);
        for (let unfold = 0; unfold < 20; unfold++) {
          sum(num, den);
          kernels.run.ltcSolve(2, units, cmt, leak, glvl, num, den, numIn, denIn, NONE, NONE, 0, v, v);
          expect(Math.max(...memory.get(v).map(Math.abs))).toBeLessThanOrEqual(1);
        }
        memory.close();
      }),
      { numRuns: 60 },
    );
  });

  it('does not divide by 0 where nothing conducts', () => {
    const memory = new Guarded(kernels);
    const zero = memory.put([0]);
    const v = memory.put([0.5]);
    kernels.run.ltcSolve(1, 1, zero, zero, zero, zero, zero, zero, zero, NONE, NONE, 0, v, v);
    expect([...memory.get(v)]).toEqual([0]);
    memory.close();
  });
});
