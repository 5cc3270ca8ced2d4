import { beforeAll, describe, expect, it } from 'vitest';
import { GUARD } from '../test/blocks.ts';
import { expectClose, type Anything } from '../test/arrays.ts';
import { Guarded } from '../test/guarded.ts';
import {
  all,
  conductances,
  randomSynapses,
  slopes,
  weighted,
  type Lists,
  type Sparsity,
  type Synapses,
} from '../test/ltc-reference.ts';
import { numbers } from '../test/numbers.ts';
import { NONE, type Counts, type Indices, type None } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const shapes: (readonly [number, number, number])[] = [
  [1, 1, 1],
  [2, 3, 4],
  [3, 5, 7],
  [2, 7, 6],
  [2, 4, 9],
];
const sparsities: Record<string, Sparsity> = {
  'all synapses': {},
  'listed sources': { sources: 0.5 },
  'listed targets': { rows: 0.5 },
  'listed sources and targets': { sources: 0.6, rows: 0.6 },
  'multipliers for all sources': { silent: 0 },
  'silent sources among all': { silent: 0.5, rows: 0.6 },
  'silent sources among listed ones': { sources: 0.7, silent: 0.5, rows: 0.7 },
  'no source': { sources: 0, silent: 0.5 },
  'no target': { rows: 0 },
  'only silent sources': { silent: 1 },
};
const cases = Object.entries(sparsities).flatMap(([name, sparsity]) =>
  shapes.map((shape, k) => [name, shape, randomSynapses(100 * k + name.length, shape, sparsity)] as const),
);

/** A list of each sample, one behind the other, and their lengths; none for all. */
function placeLists(memory: Guarded, lists: Lists, stride: number): [Indices | None, Counts | None] {
  if (lists === undefined) return [NONE, NONE];
  const padded = lists.flatMap((list) => [...list, ...all(stride - list.length).map(() => -1)]);
  return [memory.putIntegers(padded), memory.putIntegers(lists.map((list) => list.length))];
}
/** Arguments of both kernels up to `rowStride`. */
function place(memory: Guarded, s: Synapses) {
  const srcStride = s.sources + 1;
  const mask = s.mask?.flatMap((row) => [...row, ...all(srcStride - row.length).map(() => NaN)]);
  const [srcList, srcCounts] = placeLists(memory, s.srcLists, srcStride);
  const [rowList, rowCounts] = placeLists(memory, s.rowLists, s.targets + 2);
  return [
    ...([s.batch, s.sources, s.targets, memory.put(s.lanes), memory.put(s.v)] as const),
    ...([srcList, mask === undefined ? NONE : memory.put(mask), srcCounts, srcStride] as const),
    ...([rowList, rowCounts, s.targets + 2] as const),
  ] as const;
}
const scratchOf = (memory: Guarded, s: Synapses): Anything =>
  memory.put(new Float32Array(16 * s.sources).fill(NaN));

function forward(s: Synapses): { num: Float32Array; den: Float32Array } {
  const memory = new Guarded(kernels);
  const blank = new Float32Array(s.batch * s.targets).fill(NaN);
  const [num, den] = [memory.put(blank), memory.put(blank)];
  kernels.run.ltcSynapses(...place(memory, s), num, den, scratchOf(memory, s));
  const result = { num: memory.get(num), den: memory.get(den) };
  memory.close();
  return result;
}
/** Gradients, added to blocks that hold `start`. Rows that are not active have NaN as gradients of their sums. */
function backward(s: Synapses, dnum: Float64Array, dden: Float64Array, start: number) {
  const memory = new Guarded(kernels);
  const active = (k: number): boolean =>
    s.rowLists?.[Math.floor(k / s.targets)]?.includes(k % s.targets) ?? true;
  const known = (d: Float64Array): Anything => memory.put(d.map((x, k) => (active(k) ? x : NaN)));
  const filled = (n: number): Anything => memory.put(new Float32Array(n).fill(start));
  const dv = filled(s.v.length);
  const dMask = filled(s.batch * (s.sources + 1));
  const dLanes = filled(s.lanes.length);
  const args = [...place(memory, s), known(dnum), known(dden)] as const;
  kernels.run.ltcSynapsesBackward(...args, dv, dMask, dLanes, scratchOf(memory, s));
  const result = { dv: memory.get(dv), dMask: memory.get(dMask), dLanes: memory.get(dLanes) };
  memory.close();
  return result;
}
describe('synapses', () => {
  it.each(cases)('sum %s of %j and leave inactive targets alone', (_, __, s) => {
    const expected = conductances(s);
    const { num, den } = forward(s);
    expectClose(num, expected.num, 3e-6);
    expectClose(den, expected.den, 3e-6);
  });

  it.each(cases)('have the gradients of central differences: %s of %j', (_, __, s) => {
    const dnum = Float64Array.from(numbers(7, s.batch * s.targets));
    const dden = Float64Array.from(numbers(8, s.batch * s.targets));
    const loss = (): number => {
      const { num, den } = conductances(s);
      return weighted(num, dnum) + weighted(den, dden);
    };
    const { dv, dMask, dLanes } = backward(s, dnum, dden, 0.5);
    const plus = (values: number[]): number[] => values.map((value) => value + 0.5);
    expectClose(dLanes, plus(slopes(s.lanes, loss)), 1e-5);
    expectClose(dv, plus(slopes(s.v, loss)), 1e-5);
    s.mask?.forEach((row, b) => {
      const ofSample = dMask.subarray(b * (s.sources + 1), (b + 1) * (s.sources + 1));
      const behind = all(s.sources + 1 - row.length).map(() => 0.5);
      expectClose(ofSample, [...plus(slopes(row, loss)), ...behind], 1e-5);
    });
  });

  it('with multiplier 0 or not listed touch no gradient but that of the multiplier', () => {
    const s = randomSynapses(5, [1, 6, 5], { rows: 0.7 });
    s.srcLists = [[0, 1, 3, 5]];
    s.mask = [[1, 0, 1, 0]];
    const ones = new Float64Array(5).fill(1);
    const { dv, dMask, dLanes } = backward(s, ones, ones, GUARD);
    const touched = (j: number): boolean =>
      dv[j] !== GUARD || dLanes.subarray(j * 20, j * 20 + 20).some((value) => value !== GUARD);
    expect(all(6).map(touched)).toEqual([true, false, false, true, false, false]);
    expect([...dMask].map((value) => value !== GUARD)).toEqual([true, true, true, true, false, false, false]);
  });

  it('leave out the gradients that are not wanted and change nothing else by it', () => {
    const s = randomSynapses(6, [2, 5, 6], { silent: 0.4 });
    const d = Float64Array.from(numbers(9, 12));
    const memory = new Guarded(kernels);
    const dLanes = memory.put(new Float32Array(s.lanes.length));
    const args = [...place(memory, s), memory.put(d), memory.put(d)] as const;
    kernels.run.ltcSynapsesBackward(...args, NONE, NONE, dLanes, scratchOf(memory, s));
    expect(memory.get(dLanes)).toEqual(backward(s, d, d, 0).dLanes);
    memory.close();
  });

  it('are the same to the bit whether silent sources are listed or not', () => {
    const s = randomSynapses(10, [4, 19, 13], { silent: 0.6, rows: 0.5 });
    const mask = s.mask!;
    const short: Synapses = {
      ...s,
      srcLists: mask.map((row) => all(19).filter((j) => row[j] !== 0)),
      mask: mask.map((row) => row.filter((m) => m !== 0)),
    };
    expect(forward(short)).toEqual(forward(s));
    const d = Float64Array.from(numbers(11, 4 * 13));
    expect(backward(short, d, d, 0).dLanes).toEqual(backward(s, d, d, 0).dLanes);
  });

  it('take the multipliers of all sources without gaps where the stride is 0', () => {
    const s = randomSynapses(12, [3, 5, 4], { silent: 0.5 });
    const memory = new Guarded(kernels);
    const [num, den] = [memory.put(new Float32Array(12)), memory.put(new Float32Array(12))];
    const [batch, sources, targets, lanes, v] = place(memory, s);
    const mask = memory.put(s.mask!.flat());
    const lists = [NONE, mask, NONE, 0, NONE, NONE, 0] as const;
    kernels.run.ltcSynapses(batch, sources, targets, lanes, v, ...lists, num, den, scratchOf(memory, s));
    expect({ num: memory.get(num), den: memory.get(den) }).toEqual(forward(s));
    memory.close();
  });

  it('saturate: far from mu a synapse is w or nothing', () => {
    const s = randomSynapses(13, [1, 2, 4], {});
    s.lanes.set(Array.from({ length: 8 }, (_, k) => [0.75, 0, k < 4 ? 1000 : -1000, -0.5]).flat());
    s.v.fill(2);
    expect(forward(s)).toEqual({
      num: new Float32Array(4).fill(-0.375),
      den: new Float32Array(4).fill(0.75),
    });
    const { dv } = backward(s, new Float64Array(4), new Float64Array(4).fill(1), 0);
    expect(Math.max(...dv.map(Math.abs))).toBeLessThan(1e-30);
  });

  it('pass NaN on from a source that counts, not from a silent one', () => {
    const s = randomSynapses(14, [1, 3, 5], { silent: 0 });
    s.v[1] = NaN;
    expect([...forward(s).den].every(Number.isNaN)).toBe(true);
    s.mask![0]![1] = 0;
    expect([...forward(s).den].some(Number.isNaN)).toBe(false);
    const ones = new Float64Array(5).fill(1);
    expect([...backward(s, ones, ones, 0).dLanes].some(Number.isNaN)).toBe(false);
  });

  it.each([
    [0, 3, 4],
    [2, 0, 5],
    [2, 3, 0],
  ] as const)('of [%i, %i, %i] sum to nothing', (batch, sources, targets) => {
    const s = randomSynapses(15, [batch, sources, targets], {});
    const { num, den } = forward(s);
    expect([...num, ...den].every((value) => value === 0)).toBe(true);
    const d = new Float64Array(batch * targets).fill(1);
    expect([...backward(s, d, d, 0).dLanes].every((value) => value === 0)).toBe(true);
  });
});
