import { beforeAll, describe, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { makeCase, placesOf, shapes, type Case } from '../test/group-cases.ts';
import { inverse, listed, panelAt, panels, plus, times, type GroupShape } from '../test/groups.ts';
import { numbers } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** Samples of a group of rows whose products are summed together, with listed columns and with all. */
const CHUNK = 256;
const CHUNK_OF_ALL = 128;

/** More samples than a chunk of them. */
const many: GroupShape = { units: 13, groupSize: 8, gates: 4, batch: 700 };

/** What each group's samples have in common with a column, in chunks: `valueOf` is undefined where they do not read it. */
function weightGradient(
  c: Case,
  columns: number,
  padded: number,
  valueOf: (b: number, column: number) => number | undefined,
  start: Float32Array,
  size = CHUNK,
): Float32Array {
  const dW = start.slice();
  for (let q = 0; q < c.groups; q++) {
    const samples = [...listed(c.rows)].filter(({ group }) => group === q);
    for (let from = 0; from < samples.length; from += size) {
      const chunk = samples.slice(from, from + size);
      for (let column = 0; column < columns; column++) {
        const readers = chunk.flatMap(({ b, slot }) => {
          const value = valueOf(b, column);
          return value === undefined ? [] : [{ value, places: [...placesOf(c, b, slot)] }];
        });
        if (readers.length === 0) continue;
        for (const [k, [unit, gate]] of readers[0]!.places.entries()) {
          const sum = readers.reduce(
            (s, { value, places }) => plus(s, times(value, c.da[places[k]![2]]!)),
            0,
          );
          const at = panelAt(c.shape, padded, q, column, unit, gate);
          dW[at] = plus(dW[at]!, sum);
        }
      }
    }
  }
  return dW;
}

describe('gradients over groups', () => {
  it.each([...shapes, many])('are those of active columns: $units units, batch $batch', (shape) => {
    const c = makeCase(shape.units, shape);
    const { groupSize, gates } = shape;
    const start = numbers(1, c.w.length);
    const expected = weightGradient(c, c.columns, c.padded, (b, column) => {
      const slot = c.cols.indices[b]!.indexOf(Math.floor(column / groupSize));
      return slot < 0 ? undefined : c.u[(b * c.cols.stride + slot) * groupSize + (column % groupSize)]!;
    }, start); // prettier-ignore
    const arrays = {
      ...inverse(c.rows, c.groups),
      da: c.da,
      list: c.cols.list,
      counts: c.cols.counts,
      u: c.u,
      dW: start,
      scratch: new Float32Array(kernels.run.groupScratch(c.groups)),
    };
    const { after } = onArrays(
      kernels,
      arrays,
      (p) =>
      kernels.run.groupWeightGradient(c.groups, groupSize, gates, p.starts, p.entries, p.da, c.padded, p.list, p.counts, c.cols.stride, c.groups, groupSize, p.u, p.dW, p.scratch), // prettier-ignore
    );
    expect(after.dW).toEqual(expected);
  });

  it.each([...shapes, many].flatMap((shape) => [1, 28, 37].map((inputs) => ({ ...shape, inputs }))))(
    'are those of all $inputs inputs: $units units, batch $batch',
    ({ inputs, ...shape }) => {
      const c = makeCase(shape.units, shape);
      const x = numbers(4, shape.batch * inputs);
      const padded = inputs + 1;
      const start = panels(numbers(5, inputs * shape.gates * shape.units), inputs, padded, shape);
      const expected = weightGradient(c, inputs, padded, (b, i) => x[b * inputs + i]!, start, CHUNK_OF_ALL);
      const scratch = new Float32Array(kernels.run.groupScratch(1));
      const arrays = { ...inverse(c.rows, c.groups), da: c.da, x, dW: start, scratch };
      const { after } = onArrays(
        kernels,
        arrays,
        (p) =>
        kernels.run.groupWeightGradient(c.groups, shape.groupSize, shape.gates, p.starts, p.entries, p.da, padded, NONE, NONE, 0, inputs, 1, p.x, p.dW, p.scratch), // prettier-ignore
      );
      expect(after.dW).toEqual(expected);
    },
  );

  it.each([...shapes, many])('of biases are sums over samples: $units units, batch $batch', (shape) => {
    const c = makeCase(shape.units, shape);
    const start = numbers(6, c.bias.length);
    const sums = new Float32Array(start.length);
    for (const { b, slot, group } of listed(c.rows)) {
      for (const [unit, gate, place] of placesOf(c, b, slot)) {
        const at = panelAt(shape, 1, group, 0, unit, gate);
        sums[at] = plus(sums[at]!, c.da[place]!);
      }
    }
    const arrays = { ...inverse(c.rows, c.groups), da: c.da, dBias: start };
    const { after } = onArrays(
      kernels,
      arrays,
      (p) =>
      kernels.run.groupBiasGradient(c.groups, shape.groupSize, shape.gates, p.starts, p.entries, p.da, p.dBias), // prettier-ignore
    );
    expect(after.dBias).toEqual(start.map((x, i) => plus(x, sums[i]!)));
  });
});
