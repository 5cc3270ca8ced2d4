import { beforeAll, describe, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { numbers, uniform } from '../test/numbers.ts';
import { NONE, skipNumbers } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const mask = Float32Array.of(0, 1, 0.5, 0, 0, 0, 0, 0, 1, 1, 1, 1); // [3][4]
const source = Float32Array.from({ length: 12 }, (_, i) => 10 + i);

/** Entries of each list. */
const entries = <T extends Float32Array | Int32Array>(x: T, counts: Int32Array, stride: number): number[][] =>
  Array.from(counts, (count, b) => [...x.subarray(b * stride, b * stride + count)]);

describe('active lists', () => {
  it('hold index and masked value of what is active, empty and full samples included', () => {
    const arrays = {
      mask,
      source,
      list: new Int32Array(15),
      values: new Float32Array(15),
      counts: new Int32Array(3).fill(7),
    };
    const { after, result } = onArrays(kernels, arrays, (p) =>
      kernels.run.listActive(3, 4, 100, p.mask, 4, p.source, p.list, p.values, p.counts, 5, 0),
    );
    expect(result).toBe(6);
    expect(entries(after.list, after.counts, 5)).toEqual([[101, 102], [], [100, 101, 102, 103]]);
    expect(entries(after.values, after.counts, 5)).toEqual([[11, 6], [], [18, 19, 20, 21]]);
  });

  it('are appended to', () => {
    const arrays = {
      mask,
      source,
      list: new Int32Array(24),
      values: new Float32Array(24),
      counts: new Int32Array(3),
    };
    const { after, result } = onArrays(kernels, arrays, (p) => {
      kernels.run.listActive(3, 4, 0, p.mask, 0, p.source, p.list, p.values, p.counts, 8, 0);
      return kernels.run.listActive(3, 4, 4, p.mask, 4, p.source, p.list, p.values, p.counts, 8, 1);
    });
    expect(result).toBe(12);
    expect(entries(after.list, after.counts, 8)).toEqual([
      [1, 2, 5, 6],
      [1, 2],
      [1, 2, 4, 5, 6, 7],
    ]);
    expect(entries(after.values, after.counts, 8)).toEqual([
      [11, 6, 11, 6],
      [15, 8],
      [19, 10, 18, 19, 20, 21],
    ]);
  });

  it('need no more room than their entries, and no values', () => {
    const draw = uniform(5);
    for (const n of [0, 1, 3, 64]) {
      const masks = numbers(n, 4 * n).map((x) => (draw() < 0.4 ? x : 0));
      const indices = [0, 1, 2, 3].map((b) => [...masks.subarray(b * n, b * n + n).entries()].filter(([, m]) => m !== 0).map(([i]) => i)); // prettier-ignore
      const stride = Math.max(...indices.map(({ length }) => length));
      const arrays = { masks, list: new Int32Array(4 * stride), counts: new Int32Array(4) };
      const { after } = onArrays(kernels, arrays, (p) =>
        kernels.run.listActive(4, n, 0, p.masks, n, NONE, p.list, NONE, p.counts, stride, 0),
      );
      expect(entries(after.list, after.counts, stride)).toEqual(indices);
    }
  });

  it('touch no memory but their own where no values are asked for, however many samples there are', () => {
    const [batch, n] = [300, 128];
    const masks = new Float32Array(batch * n).fill(1);
    const arrays = { masks, list: new Int32Array(batch * n), counts: new Int32Array(batch) };
    // The constants and scratch memory of the kernels, below the first block.
    const below = (end: number): number[] => [...kernels.i32.slice(0, end / 4)];
    const { before, after } = onArrays(kernels, arrays, (p) => {
      const end = Math.min(p.masks, p.list, p.counts);
      const before = below(end);
      kernels.run.listActive(batch, n, 0, p.masks, n, NONE, p.list, NONE, p.counts, n, 0);
      return { before, after: below(end) };
    }).result;
    expect(after).toEqual(before);
  });

  it('leave the entries of other samples alone where there is no room to spare', () => {
    const draw = uniform(11);
    for (const n of [5, 8, 30, 31]) {
      const masks = numbers(n, 4 * n).map((x) => (draw() < 0.5 ? x : 0));
      const values = numbers(n + 1, 4 * n);
      const active = [0, 1, 2, 3].map((b) => Array.from({ length: n }, (_, i) => i).filter((i) => masks[b * n + i] !== 0)); // prettier-ignore
      const stride = Math.max(...active.map(({ length }) => length));
      const arrays = {
        masks,
        source: values,
        list: new Int32Array(4 * stride),
        values: new Float32Array(4 * stride),
        counts: new Int32Array(4),
      };
      const { after } = onArrays(kernels, arrays, (p) => {
        // The last sample first: what is written behind a list would destroy one that is done.
        for (const b of [3, 2, 1, 0]) {
          kernels.run.listActive(1, n, 7, skipNumbers(p.masks, b * n), n, skipNumbers(p.source, b * n), skipNumbers(p.list, b * stride), skipNumbers(p.values, b * stride), skipNumbers(p.counts, b), stride, 0); // prettier-ignore
        }
      });
      expect(entries(after.list, after.counts, stride)).toEqual(active.map((list) => list.map((i) => i + 7)));
      expect(entries(after.values, after.counts, stride)).toEqual(
        active.map((list, b) => list.map((i) => Math.fround(masks[b * n + i]! * values[b * n + i]!))),
      );
    }
  });

  it('take every set of four neighbours, NaN as active and -0 as not', () => {
    const masks = Float32Array.from({ length: 64 }, (_, i) => (((i >> 2) >> (i & 3)) & 1 ? NaN : -0));
    const arrays = { masks, list: new Int32Array(64), counts: new Int32Array(1) };
    const { after } = onArrays(kernels, arrays, (p) =>
      kernels.run.listActive(1, 64, 0, p.masks, 64, NONE, p.list, NONE, p.counts, 64, 0),
    );
    expect(entries(after.list, after.counts, 64)).toEqual([
      [...masks.entries()].filter(([, m]) => Number.isNaN(m)).map(([i]) => i),
    ]);
  });
});
