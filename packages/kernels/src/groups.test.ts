import { beforeAll, describe, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { activeColumns, makeCase, placesOf, shapes, type Case } from '../test/group-cases.ts';
import { inGroup, inverse, listed, panelAt, panels, plus, times } from '../test/groups.ts';
import { activeLists, type Lists } from '../test/lists.ts';
import { numbers } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function forward(c: Case, bias = true, start?: Float32Array): Float32Array {
  const { shape, rows, cols, groups, padded } = c;
  const arrays = {
    ...inverse(rows, groups),
    w: c.w,
    bias: c.bias,
    list: cols.list,
    counts: cols.counts,
    u: c.u,
    cursors: new Int32Array(shape.batch),
    out: start ?? new Float32Array(c.da.length).fill(77),
  };
  return onArrays(
    kernels,
    arrays,
    (p) =>
    kernels.run.groupForward(groups, shape.groupSize, shape.gates, p.starts, p.entries, padded, p.w, p.list, p.counts, cols.stride, groups, shape.groupSize, p.u, p.cursors, bias ? p.bias : NONE, p.out), // prettier-ignore
  ).after.out;
}

/** Eight sums of a column over the active groups of a sample, their panels and gates, and then their sum. */
function columnGradient(
  { shape: { gates, groupSize }, rows, da }: Case,
  b: number,
  weight: (unit: number, gate: number, group: number) => number,
): number {
  const sums = Array.from({ length: 8 }, () => 0);
  for (const [slot, group] of rows.indices[b]!.entries()) {
    for (let first = 0; first < groupSize; first += 8) {
      for (let gate = 0; gate < gates; gate++) {
        for (let i = 0; i < 8; i++) {
          const d = da[(b * rows.stride + slot) * gates * groupSize + inGroup(gates, first + i, gate)]!;
          sums[i] = plus(sums[i]!, times(d, weight(first + i, gate, group)));
        }
      }
    }
  }
  const four = [0, 1, 2, 3].map((i) => plus(sums[i]!, sums[i + 4]!));
  return plus(plus(four[0]!, four[2]!), plus(four[1]!, four[3]!));
}

describe('products over groups', () => {
  it.each(shapes)(
    'add active columns to the bias, ascending: $units units, groups of $groupSize',
    (shape) => {
      const c = makeCase(shape.units, shape);
      const expected = new Float32Array(c.da.length).fill(77);
      for (const { b, slot, group } of listed(c.rows)) {
        for (const [unit, gate, place] of placesOf(c, b, slot)) {
          let sum = c.bias[panelAt(shape, 1, group, 0, unit, gate)]!;
          for (const [column, value] of activeColumns(c, b)) {
            sum = plus(sum, times(c.u[value]!, c.w[panelAt(shape, c.padded, group, column, unit, gate)]!));
          }
          expected[place] = sum;
        }
      }
      expect(forward(c)).toEqual(expected);
    },
  );

  it.each(shapes)('add to what is there where there is no bias: $units units', (shape) => {
    const c = makeCase(shape.units + 1, shape);
    const start = new Float32Array(c.da.length).fill(77);
    for (const { b, slot, group } of listed(c.rows)) {
      for (const [unit, gate, place] of placesOf(c, b, slot)) {
        start[place] = c.bias[panelAt(shape, 1, group, 0, unit, gate)]!;
      }
    }
    expect(forward(c, false, start)).toEqual(forward(c));
  });

  it.each(shapes.flatMap((shape) => [1, 28, 200].map((inputs) => ({ shape, inputs, units: shape.units }))))(
    'add all $inputs inputs of $units units, one after the other',
    ({ shape, inputs }) => {
      const c = makeCase(shape.units + 2, shape);
      const { gates, groupSize, batch } = shape;
      const columns = inputs + 2;
      const w = panels(numbers(9, inputs * gates * shape.units), inputs, columns, shape);
      const x = numbers(10, batch * inputs);
      const expected = new Float32Array(c.da.length).fill(77);
      for (const { b, slot, group } of listed(c.rows)) {
        for (const [unit, gate, place] of placesOf(c, b, slot)) {
          let sum = c.bias[panelAt(shape, 1, group, 0, unit, gate)]!;
          for (let i = 0; i < inputs; i++) {
            sum = plus(sum, times(x[b * inputs + i]!, w[panelAt(shape, columns, group, i, unit, gate)]!));
          }
          expected[place] = sum;
        }
      }
      const arrays = {
        ...inverse(c.rows, c.groups),
        w,
        x,
        bias: c.bias,
        out: new Float32Array(c.da.length).fill(77),
      };
      const { after } = onArrays(
        kernels,
        arrays,
        (p) =>
      kernels.run.groupForwardAll(c.groups, groupSize, gates, p.starts, p.entries, columns, p.w, inputs, p.x, p.bias, p.out), // prettier-ignore
      );
      expect(after.out).toEqual(expected);
    },
  );

  it.each(shapes)('add listed single inputs: $units units, groups of $groupSize', (shape) => {
    const { gates, groupSize, batch } = shape;
    const inputs = 140;
    const base = makeCase(shape.units + 3, shape);
    const shares = Array.from({ length: batch }, (_, b) => [0.3, 0, -1, 1, 0.5][b % 5]!);
    const cols = activeLists(5, inputs, shares, inputs + 1);
    const w = panels(numbers(9, inputs * gates * shape.units), inputs, inputs, shape);
    const x = numbers(10, batch * cols.stride);
    const expected = new Float32Array(base.da.length).fill(77);
    for (const { b, slot, group } of listed(base.rows)) {
      for (const [unit, gate, place] of placesOf(base, b, slot)) {
        let sum = base.bias[panelAt(shape, 1, group, 0, unit, gate)]!;
        for (const [j, i] of cols.indices[b]!.entries()) {
          sum = plus(sum, times(x[b * cols.stride + j]!, w[panelAt(shape, inputs, group, i, unit, gate)]!));
        }
        expected[place] = sum;
      }
    }
    const arrays = {
      ...inverse(base.rows, base.groups),
      w,
      x,
      bias: base.bias,
      list: cols.list,
      counts: cols.counts,
      cursors: new Int32Array(batch),
      out: new Float32Array(base.da.length).fill(77),
    };
    const { after } = onArrays(
      kernels,
      arrays,
      (p) =>
      kernels.run.groupForward(base.groups, groupSize, gates, p.starts, p.entries, inputs, p.w, p.list, p.counts, cols.stride, inputs, 1, p.x, p.cursors, p.bias, p.out), // prettier-ignore
    );
    expect(after.out).toEqual(expected);
  });

  it.each(shapes)('have the gradient of active columns: $units units, groups of $groupSize', (shape) => {
    const c = makeCase(shape.units + 4, shape);
    const expected = new Float32Array(c.u.length).fill(77);
    for (let b = 0; b < shape.batch; b++) {
      for (const [column, value] of activeColumns(c, b)) {
        expected[value] = columnGradient(c, b, (unit, gate, group) =>
          c.w[panelAt(shape, c.padded, group, column, unit, gate)]!,
        ); // prettier-ignore
      }
    }
    const arrays = {
      ...inverse(c.cols, c.groups),
      w: c.w,
      list: c.rows.list,
      counts: c.rows.counts,
      da: c.da,
      out: new Float32Array(c.u.length).fill(77),
    };
    const { after } = onArrays(
      kernels,
      arrays,
      (p) =>
      kernels.run.groupInputGradient(c.groups, shape.groupSize, shape.gates, p.starts, p.entries, c.padded, p.w, p.list, p.counts, c.rows.stride, p.da, p.out), // prettier-ignore
    );
    expect(after.out).toEqual(expected);
  });

  it.each(shapes)(
    'have the gradient of listed single inputs: $units units, groups of $groupSize',
    (shape) => {
      const c = makeCase(shape.units + 5, shape);
      const { units, gates, groupSize, batch } = shape;
      const inputs = 23;
      const shares = Array.from({ length: batch }, (_, b) => [0.3, 0, -1, 1, 0.5][b % 5]!);
      const cols = activeLists(5, inputs, shares, inputs + 1);
      const w = panels(numbers(9, inputs * gates * units), inputs, inputs, shape);
      const expected = new Float32Array(batch * cols.stride).fill(77);
      cols.indices.forEach((active, b) => {
        for (const [j, input] of active.entries()) {
          expected[b * cols.stride + j] = columnGradient(c, b, (unit, gate, group) =>
          w[panelAt(shape, inputs, group, input, unit, gate)]!,
        ); // prettier-ignore
        }
      });
      const arrays = {
        w,
        cols: cols.list,
        colCounts: cols.counts,
        rows: c.rows.list,
        rowCounts: c.rows.counts,
        da: c.da,
        out: expected.map(() => 77),
      };
      const { after } = onArrays(
        kernels,
        arrays,
        (p) =>
      kernels.run.groupSinglesGradient(batch, groupSize, gates, inputs, p.w, p.cols, p.colCounts, cols.stride, p.rows, p.rowCounts, c.rows.stride, p.da, p.out), // prettier-ignore
      );
      expect(after.out).toEqual(expected);
    },
  );

  it('give a sample the same bits alone as in a batch, and leave NaN to the sample that has it', () => {
    const shape = { units: 61, groupSize: 8, gates: 4, batch: 9 };
    const c = makeCase(3, shape);
    const size = c.cols.stride * 8;
    const poisoned = { ...c, u: c.u.map((x, i) => (Math.floor(i / size) === 3 ? NaN : x)) };
    const together = forward(poisoned);
    const part = c.rows.stride * 32;
    for (let b = 0; b < shape.batch; b++) {
      const only = (lists: Lists): Lists => ({
        ...lists,
        list: lists.list.slice(b * lists.stride, (b + 1) * lists.stride),
        counts: lists.counts.slice(b, b + 1),
        indices: [lists.indices[b]!],
      });
      const alone = {
        ...c,
        shape: { ...shape, batch: 1 },
        rows: only(c.rows),
        cols: only(c.cols),
        u: c.u.slice(b * size, (b + 1) * size),
        da: c.da.slice(0, part),
      };
      const own = together.slice(b * part, (b + 1) * part);
      if (b !== 3) expect(own).toEqual(forward(alone));
      else expect(own.some(Number.isNaN)).toBe(true);
    }
  });
});
