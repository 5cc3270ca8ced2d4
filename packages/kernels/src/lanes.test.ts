import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onArrays } from '../test/arrays.ts';
import { activeLists, everything, type Lists } from '../test/lists.ts';
import { numbers } from '../test/numbers.ts';
import { NONE, type Counts, type Indices, type None } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

interface Case {
  readonly columns: number;
  readonly units: number;
  readonly cols: Lists;
  readonly rows: Lists;
  readonly w: Float32Array;
  readonly bias: Float32Array;
  readonly values: Float32Array;
  readonly da: Float32Array;
}

/** Empty, single, full and mixed lists; -1 is a single entry. */
const colShares = [0, -1, 1, 0.3, 0.6, 0.3, 1, 0.05];
const rowShares = [1, 0.4, 1, 0.5, 0, -1, -1, 0.3];

type All = 'cols' | 'rows' | 'none' | 'both';

/** `size` entries, those of `shares` over and over. */
const repeated = (shares: readonly number[], size: number): number[] =>
  Array.from({ length: size }, (_, b) => shares[b % shares.length]!);

function makeCase(seed: number, columns: number, units: number, all: All, batch = 8): Case {
  const cols = allOf(all, 'cols')
    ? everything(columns, batch)
    : activeLists(seed, columns, repeated(colShares, batch), columns + 2);
  const rows = allOf(all, 'rows')
    ? everything(units, batch)
    : activeLists(seed + 1, units, repeated(rowShares, batch), units + 1);
  return {
    columns,
    units,
    cols,
    rows,
    w: numbers(seed + 2, columns * units * 4),
    bias: numbers(seed + 3, units * 4),
    values: numbers(seed + 4, batch * cols.stride),
    da: numbers(seed + 5, batch * units * 4),
  };
}

const allOf = (all: All, what: 'cols' | 'rows'): boolean => all === what || all === 'both';

const cases = (['none', 'cols', 'rows'] as const).flatMap((all) =>
  (
    [
      [1, 1],
      [3, 2],
      [7, 5],
      [8, 4],
      [13, 9],
      [29, 17],
      [44, 33],
    ] as const
  ).map(([columns, units]) => ({ all, columns, units, batch: 8 })),
);
/** Batches around the smallest whose columns are copied in blocks; units that fit a block and that do not. */
const blockCases = (
  [
    [13, 9, 15],
    [13, 9, 16],
    [3, 5, 16],
    [12, 8, 17],
    [44, 33, 70],
    [5, 1024, 16],
    [5, 1025, 16],
  ] as const
).flatMap(([columns, units, batch]) =>
  (['cols', 'rows', 'both'] as const).map((all) => ({ all, columns, units, batch })),
);

/** Pointers to the lists as the kernels take them: none for all. */
const listed = (
  all: boolean,
  list: Indices,
  counts: Counts,
  stride: number,
): [Indices | None, Counts | None, number] => (all ? [NONE, NONE, stride] : [list, counts, stride]);

function run(c: Case, all: All) {
  const batch = c.cols.counts.length;
  const out = new Float32Array(batch * c.units * 4).fill(77);
  const dValues = new Float32Array(batch * c.cols.stride).fill(77);
  const dW = c.w.slice();
  const dBias = c.bias.slice();
  const arrays = {
    w: c.w,
    bias: c.bias,
    values: c.values,
    da: c.da,
    colList: c.cols.list,
    colCounts: c.cols.counts,
    rowList: c.rows.list,
    rowCounts: c.rows.counts,
    out,
    dValues,
    dW,
    dBias,
  };
  return onArrays(kernels, arrays, (p) => {
    const cols = listed(allOf(all, 'cols'), p.colList, p.colCounts, c.cols.stride);
    const rows = listed(allOf(all, 'rows'), p.rowList, p.rowCounts, c.rows.stride);
    const [list, counts, stride] = cols;
    kernels.run.laneForward(
      batch,
      c.columns,
      c.units,
      p.w,
      p.bias,
      list,
      p.values,
      counts,
      stride,
      ...rows,
      p.out,
    );
    kernels.run.laneInputGradient(batch, c.columns, c.units, p.w, ...cols, ...rows, p.da, p.dValues);
    kernels.run.laneWeightGradient(batch, c.columns, c.units, list, p.values, counts, stride, ...rows, p.da, p.dW, p.dBias); // prettier-ignore
  }).after;
}

describe('products on lanes', () => {
  it.each([...cases, ...blockCases])(
    'equal sums over the active sub-matrix: $columns columns, $units units, batch $batch, all $all',
    (shape) => {
      const { batch } = shape;
      const c = makeCase(10 * shape.columns, shape.columns, shape.units, shape.all, batch);
      const weight = (column: number, row: number, lane: number): number =>
        c.w[(column * c.units + row) * 4 + lane]!;
      const out = new Float64Array(batch * c.units * 4).fill(77);
      const dValues = new Float64Array(batch * c.cols.stride).fill(77);
      const dW = Float64Array.from(c.w);
      const dBias = Float64Array.from(c.bias);
      for (let b = 0; b < batch; b++) {
        const columns = c.cols.indices[b]!;
        for (const [j] of columns.entries()) dValues[b * c.cols.stride + j] = 0;
        for (const row of c.rows.indices[b]!) {
          for (let lane = 0; lane < 4; lane++) {
            const d = c.da[(b * c.units + row) * 4 + lane]!;
            let sum = c.bias[row * 4 + lane]!;
            for (const [j, column] of columns.entries()) {
              const value = c.values[b * c.cols.stride + j]!;
              sum += weight(column, row, lane) * value;
              dValues[b * c.cols.stride + j]! += weight(column, row, lane) * d;
              dW[(column * c.units + row) * 4 + lane]! += value * d;
            }
            out[(b * c.units + row) * 4 + lane] = sum;
            dBias[row * 4 + lane]! += d;
          }
        }
      }
      const after = run(c, shape.all);
      expectClose(after.out, out, 3e-6);
      // What is summed over more units or samples is rounded more often.
      expectClose(after.dValues, dValues, 5e-6 * Math.max(1, c.units / 100));
      expectClose(after.dW, dW, 2e-6 * Math.max(1, batch / 8));
      expectClose(after.dBias, dBias, 2e-6 * Math.max(1, batch / 8));
    },
  );

  it('takes a column stride of 0 for all columns', () => {
    const c = makeCase(5, 11, 6, 'cols');
    const batch = c.cols.counts.length;
    const { after } = onArrays(
      kernels,
      { w: c.w, bias: c.bias, values: c.values, out: new Float32Array(batch * 24) },
      (p) => {
        kernels.run.laneForward(batch, 11, 6, p.w, p.bias, NONE, p.values, NONE, 0, NONE, NONE, 0, p.out);
      },
    );
    const full = { ...c, rows: everything(6, batch) };
    expect(after.out).toEqual(run(full, 'cols').out);
  });

  it.each([
    { all: 'none', batch: 8 },
    { all: 'cols', batch: 16 },
    { all: 'both', batch: 64 },
  ] as const)('gives a sample the same bits alone as in a batch of $batch, all $all', ({ all, batch }) => {
    const c = makeCase(40, 29, 17, all, batch);
    const together = run(c, all);
    for (const b of [1, 3, 4]) {
      const part = <T extends Float32Array | Int32Array>(x: T, size: number): T =>
        x.slice(b * size, (b + 1) * size) as T;
      const only = (lists: Lists): Lists => ({
        ...lists,
        list: part(lists.list, lists.stride),
        counts: part(lists.counts, 1),
        indices: [lists.indices[b]!],
      });
      const alone = run(
        {
          ...c,
          cols: only(c.cols),
          rows: only(c.rows),
          values: part(c.values, c.cols.stride),
          da: part(c.da, c.units * 4),
        },
        all,
      );
      expect(alone.out).toEqual(part(together.out, c.units * 4));
      expect(alone.dValues).toEqual(part(together.dValues, c.cols.stride));
    }
  });

  it('packs gates into lanes and back', () => {
    const w = Float32Array.from({ length: 2 * 3 * 2 }, (_, i) => i + 1); // [2 columns][r z n of 2 units]
    const { after } = onArrays(
      kernels,
      { w, lanes: new Float32Array(16).fill(9), back: new Float32Array(12) },
      (p) => {
        kernels.run.packLanes(2, 2, 3, 0x310, p.w, p.lanes);
        kernels.run.unpackLanes(2, 2, 3, 0x310, p.lanes, p.back);
      },
    );
    expect([...after.lanes]).toEqual([1, 3, 0, 5, 2, 4, 0, 6, 7, 9, 0, 11, 8, 10, 0, 12]);
    expect(after.back).toEqual(w);
  });
});
