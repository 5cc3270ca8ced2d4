import { beforeAll, describe, expect, it } from 'vitest';
import { at, GUARD, inBlock, matrix, withCopies, type Matrix } from '../test/blocks.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

describe('rows and axes', () => {
  it.each([
    [0, 3],
    [3, 0],
    [1, 1],
    [3, 16],
    [5, 23],
    [2, 67],
  ])('fills every row of a [%i, %i] with the bias and leaves the gaps', (m, n) => {
    const bias = matrix(13, 1, n);
    const c = matrix(14, m, n, 3, GUARD);
    const result = withCopies(kernels, [bias], (from) =>
      inBlock(kernels, c.values, (to) => {
        kernels.run.fillRows(m, n, from, to, c.ld);
      }),
    );
    expect([...result]).toEqual(
      Array.from({ length: m }, () => [...bias.values, GUARD, GUARD, GUARD]).flat(),
    );
  });

  it.each([
    [0, 5],
    [1, 1],
    [7, 3],
    [8, 4],
    [19, 6],
    [100, 37],
  ])('sums the columns of a [%i, %i], onto what was there or not', (m, n) => {
    const a = matrix(15, m, n, 2);
    const start = numbers(16, n);
    for (const accumulate of [false, true]) {
      const result = withCopies(kernels, [a], (from) =>
        inBlock(kernels, start, (out) => {
          kernels.run.sumRows(m, n, from, a.ld, out, accumulate);
        }),
      );
      for (let j = 0; j < n; j++) {
        let sum = accumulate ? start[j]! : 0;
        for (let i = 0; i < m; i++) sum += at(a, i, j);
        expect(Math.abs(result[j]! - sum)).toBeLessThan(1e-7 * (m + 1));
      }
    }
  });

  it('sums a column to the same bits alone as among others', () => {
    const a = matrix(17, 29, 11);
    const sums = (columns: Matrix): Float32Array =>
      withCopies(kernels, [columns], (from) =>
        inBlock(kernels, new Float32Array(columns.columns), (out) => {
          kernels.run.sumRows(columns.rows, columns.columns, from, columns.ld, out, false);
        }),
      );
    const alone: Matrix = { rows: 29, columns: 1, ld: 1, values: a.values.filter((_, x) => x % 11 === 10) };
    expect(sums(alone)[0]).toBe(sums(a)[10]);
  });

  it.each([
    [2, 3, 1],
    [3, 2, 4],
    [5, 7, 19],
    [1, 6, 16],
    [0, 3, 2],
    [4, 3, 0],
  ])('swaps the first axes of a [%i, %i, %i]', (p, q, n) => {
    const from = matrix(18, p * q, n);
    const result = withCopies(kernels, [from], (source) =>
      inBlock(kernels, new Float32Array(p * q * n), (to) => {
        kernels.run.swapAxes(p, q, n, source, to);
      }),
    );
    const expected: number[] = [];
    for (let j = 0; j < q; j++) {
      for (let i = 0; i < p; i++) for (let x = 0; x < n; x++) expected.push(at(from, i * q + j, x));
    }
    expect([...result]).toEqual(expected);
  });
});

describe('the ceiling', () => {
  it('does a link of x/2 + 1/4 in each of its chains an iteration', () => {
    expect(kernels.run.peakMulAdd(1)).toBe(42); // (1 + ... + 12)/2 + 12/4
    expect(kernels.run.peakMulAdd(2)).toBe(27); // (2 + ... + 13)/4 + 12 * 3/8
    expect(kernels.run.peakMulAdd(1000)).toBe(6);
    expect(kernels.run.peakMulAddWide(1)).toBe(156); // (1 + ... + 24)/2 + 24/4
    expect(kernels.run.peakMulAddWide(1000)).toBe(12);
  });
});
