import { beforeAll, describe, expect, it } from 'vitest';
import { at, GUARD, inBlock, matrix, transposed, withCopies, type Matrix } from '../test/blocks.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** C after a product with `a` [m, k], stored as it is or transposed. */
function multiply(
  a: Matrix,
  b: Matrix,
  c: Matrix,
  accumulate: boolean,
  stored: 'as-is' | 'transposed',
): Float32Array {
  const left = stored === 'as-is' ? a : transposed(a, 2);
  const [row, step] = stored === 'as-is' ? [left.ld, 1] : [1, left.ld];
  return withCopies(kernels, [left, b], (from, right) =>
    inBlock(kernels, c.values, (to) => {
      const packed = kernels.arena.take<'packed'>(kernels.run.packedSize(b.rows, b.columns));
      kernels.run.packB(b.rows, b.columns, right, b.ld, packed);
      kernels.run.gemmRunning(c.rows, c.columns, b.rows, from, row, step, packed, to, c.ld, accumulate);
      kernels.arena.give(packed);
    }),
  );
}

describe.each(['as-is', 'transposed'] as const)('gemmRunning, A stored %s', (stored) => {
  it.each([false, true])(
    'is one sum in ascending order, whatever the depth; accumulate: %s',
    (accumulate) => {
      for (const [m, n, k] of [
        [1, 1, 1],
        [2, 16, 3],
        [3, 19, 700],
        [5, 10, 257],
        [4, 33, 0],
        [0, 5, 4],
        [7, 2, 513],
      ] as const) {
        const [a, b, c] = [matrix(1, m, k), matrix(2, k, n), matrix(3, m, n, 2, GUARD)];
        const expected = c.values.map((start, index) => {
          const [i, j] = [Math.floor(index / c.ld), index % c.ld];
          if (j >= n) return GUARD;
          let sum = 0;
          for (let r = 0; r < k; r++) sum = Math.fround(sum + Math.fround(at(a, i, r) * at(b, r, j)));
          return accumulate ? start + sum : sum;
        });
        expect(multiply(a, b, c, accumulate, stored), `${m} ${n} ${k}`).toEqual(expected);
      }
    },
  );
});

it('gemmRunning of one number that is read everywhere sums columns', () => {
  const b = matrix(4, 300, 5);
  const sums = withCopies(
    kernels,
    [{ rows: 1, columns: 1, ld: 1, values: Float32Array.of(1) }, b],
    (one, from) =>
      inBlock(kernels, new Float32Array(5), (to) => {
        const packed = kernels.arena.take<'packed'>(kernels.run.packedSize(300, 5));
        kernels.run.packB(300, 5, from, 5, packed);
        kernels.run.gemmRunning(1, 5, 300, one, 0, 0, packed, to, 5, false);
        kernels.arena.give(packed);
      }),
  );
  const expected = Float32Array.from({ length: 5 }, (_, j) => {
    let sum = 0;
    for (let r = 0; r < 300; r++) sum = Math.fround(sum + at(b, r, j));
    return sum;
  });
  expect(sums).toEqual(expected);
});
