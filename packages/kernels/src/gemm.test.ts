import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, GUARD, inBlock, matrix, transposed, withCopies, type Matrix } from '../test/blocks.ts';
import { uniform } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function pack(b: Matrix, how: 'packB' | 'packBT' = 'packB'): Float32Array {
  const source = how === 'packB' ? b : transposed(b, 3);
  const size = kernels.run.packedSize(b.rows, b.columns);
  return withCopies(kernels, [source], (from) =>
    inBlock(kernels, new Float32Array(size).fill(GUARD), (out) => {
      kernels.run[how](b.rows, b.columns, from, source.ld, out);
    }),
  );
}

/** C after a product; a is [m, k] for gemm and [k, m] for gemmTN. */
function multiply(
  kind: 'gemm' | 'gemmTN' | 'sparseGemmTN',
  a: Matrix,
  b: Matrix,
  c: Matrix,
  accumulate: boolean,
): Float32Array {
  const ws = kernels.workspace();
  const packed = ws.take<'packed'>(kernels.run.packedSize(b.rows, b.columns));
  kernels.write(packed, pack(b));
  const result = withCopies(kernels, [a], (from) =>
    inBlock(kernels, c.values, (to) => {
      kernels.run[kind](c.rows, c.columns, b.rows, from, a.ld, packed, to, c.ld, accumulate);
    }),
  );
  ws.close();
  return result;
}

/** The product by its definition, in float64, and the sum of the terms' magnitudes, to which rounding is relative. */
function product(
  a: Matrix,
  b: Matrix,
  c: Matrix,
  accumulate: boolean,
  i: number,
  j: number,
): [number, number] {
  let sum = accumulate ? at(c, i, j) : 0;
  let magnitude = Math.abs(sum);
  for (let r = 0; r < b.rows; r++) {
    const term = at(a, i, r) * at(b, r, j);
    sum += term;
    magnitude += Math.abs(term);
  }
  return [sum, magnitude];
}

function expectProduct(result: Float32Array, a: Matrix, b: Matrix, c: Matrix, accumulate: boolean): void {
  let worst = 0;
  for (let i = 0; i < c.rows; i++) {
    for (let j = 0; j < c.columns; j++) {
      const [sum, magnitude] = product(a, b, c, accumulate, i, j);
      const error = Math.abs(result[i * c.ld + j]! - sum);
      worst = Math.max(worst, Number.isNaN(error) ? Infinity : error - 2e-6 * magnitude);
    }
    expect(result.subarray(i * c.ld + c.columns, (i + 1) * c.ld).every((value) => value === GUARD)).toBe(
      true,
    );
  }
  expect(worst).toBeLessThanOrEqual(0);
}

/** [m, n, k]: the sizes that matter by hand, and odd ones at random. */
const SHAPES: readonly (readonly [number, number, number])[] = [
  ...[0, 1, 2, 3].flatMap((m) => [0, 1, 15, 16, 17].flatMap((n) => [0, 1, 5].map((k) => [m, n, k] as const))),
  [64, 16, 156],
  [64, 156, 16],
  [16, 33, 256],
  [17, 16, 257],
  [5, 7, 600],
  [4, 4, 5],
  [11, 8, 257],
  [7, 3, 6],
  [33, 3, 512],
  ...Array.from({ length: 40 }, (_, index) => {
    const draw = uniform(1000 + index);
    return [Math.floor(draw() * 40), Math.floor(draw() * 70), Math.floor(draw() * 90)] as const;
  }),
];

describe.each([
  { kind: 'gemm', tall: false },
  { kind: 'gemm', tall: true },
  { kind: 'gemmTN', tall: false },
  { kind: 'gemmTN', tall: true },
] as const)('$kind, tiles of four rows: $tall', ({ kind, tall }) => {
  beforeAll(() => kernels.run.useTallTiles(tall));
  afterAll(() => kernels.run.useTallTiles(false));

  const left = (a: Matrix, gap = 0): Matrix => (kind === 'gemm' ? a : transposed(a, gap));

  it.each([
    { accumulate: false, gap: 0 },
    { accumulate: true, gap: 0 },
    { accumulate: false, gap: 5 },
    { accumulate: true, gap: 3 },
  ])('is the product of float64 and writes nothing else, $accumulate, $gap', ({ accumulate, gap }) => {
    SHAPES.forEach(([m, n, k], index) => {
      const a = matrix(3 * index, m, k, gap);
      const b = matrix(3 * index + 1, k, n, gap);
      const c = matrix(3 * index + 2, m, n, gap, GUARD);
      expectProduct(multiply(kind, left(a, gap), b, c, accumulate), a, b, c, accumulate);
    });
  });

  it('adds products in ascending order, in blocks of 256, and then adds the blocks', () => {
    const [m, n, k] = [71, 19, 700];
    const [a, b, c] = [matrix(1, m, k), matrix(2, k, n), matrix(3, m, n)];
    const expected = Float32Array.from(c.values, (start, index) => {
      let total = start;
      for (let block = 0; block < k; block += 256) {
        let sum = 0;
        for (let r = block; r < Math.min(block + 256, k); r++) {
          sum = Math.fround(sum + Math.fround(at(a, Math.floor(index / n), r) * at(b, r, index % n)));
        }
        total = Math.fround(total + sum);
      }
      return total;
    });
    expect(multiply(kind, left(a), b, c, true)).toEqual(expected);
  });

  it('gives a row the same bits alone as in a batch, and a column the same alone as among others', () => {
    const [m, n, k] = [35, 37, 300];
    const [a, b, c] = [matrix(4, m, k), matrix(5, k, n), matrix(6, m, n)];
    const together = multiply(kind, left(a), b, c, true);
    for (const i of [0, 1, 17, 34]) {
      const row: Matrix = { ...a, rows: 1, values: a.values.slice(i * k, (i + 1) * k) };
      const target: Matrix = { ...c, rows: 1, values: c.values.slice(i * n, (i + 1) * n) };
      expect(multiply(kind, left(row), b, target, true)).toEqual(together.slice(i * n, (i + 1) * n));
    }
    for (const j of [0, 16, 36]) {
      const column: Matrix = { rows: k, columns: 1, ld: 1, values: b.values.filter((_, x) => x % n === j) };
      const target: Matrix = { rows: m, columns: 1, ld: 1, values: c.values.filter((_, x) => x % n === j) };
      expect(multiply(kind, left(a), column, target, true)).toEqual(together.filter((_, x) => x % n === j));
    }
  });

  it('carries NaN and infinities to their row and column and no further', () => {
    const [m, n, k] = [5, 18, 9];
    const [a, b, c] = [matrix(7, m, k), matrix(8, k, n), matrix(9, m, n)];
    a.values[2 * k + 4] = Infinity;
    b.values[4 * n + 17] = NaN;
    b.values[4 * n + 0] = 0; // infinity times 0
    const result = multiply(kind, left(a), b, c, false);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        const value = result[i * n + j]!;
        if (j === 17) expect(value).toBeNaN();
        else if (i !== 2) expect(Number.isFinite(value)).toBe(true);
        else if (j === 0) expect(value).toBeNaN();
        else expect(value).toBe(Math.sign(at(b, 4, j)) * Infinity);
      }
    }
  });

  it('does not read what C held unless it accumulates', () => {
    const [a, b] = [matrix(10, 3, 4), matrix(11, 4, 21)];
    const c: Matrix = { rows: 3, columns: 21, ld: 21, values: new Float32Array(63).fill(NaN) };
    expectProduct(multiply(kind, left(a), b, c, false), a, b, c, false);
  });
});

/** Zeros of either sign but for a share of the numbers. */
function thinned(a: Matrix, share: number, seed: number): Matrix {
  const draw = uniform(seed);
  return { ...a, values: a.values.map((value) => (draw() < share ? value : seed % 2 === 0 ? 0 : -0)) };
}

/** A product of a left side that is mostly zeros, with a bias or none. */
function sparse(a: Matrix, b: Matrix, bias: Matrix | null, c: Matrix): Float32Array {
  const ws = kernels.workspace();
  const packed = ws.take<'packed'>(kernels.run.packedSize(b.rows, b.columns));
  kernels.write(packed, pack(b));
  const result = withCopies(kernels, [a, ...(bias === null ? [] : [bias])], (from, start) =>
    inBlock(kernels, c.values, (to) => {
      kernels.run.sparseGemm(
        c.rows,
        c.columns,
        b.rows,
        from,
        a.ld,
        packed,
        bias === null ? NONE : start,
        to,
        c.ld,
      );
    }),
  );
  ws.close();
  return result;
}

describe.each([0, 0.2, 1])('products whose left side is zeros but for a share of %d', (share) => {
  const each = (work: (a: Matrix, b: Matrix, c: Matrix) => void): void =>
    SHAPES.forEach(([m, n, k], index) => {
      const a = thinned(matrix(3 * index, m, k, index % 3), share, index);
      work(a, matrix(3 * index + 1, k, n, index % 4), matrix(3 * index + 2, m, n, index % 5, GUARD));
    });

  it('have the bits of the dense one, with a bias or none', () => {
    each((a, b, c) => {
      if (b.rows === 0) return;
      expect(sparse(a, b, null, c)).toEqual(multiply('gemm', a, b, c, false));
      const bias = matrix(9, 1, b.columns);
      if (b.columns > 0) bias.values[0] = -0;
      const filled = { ...c, values: c.values.slice() };
      for (let i = 0; i < c.rows; i++) filled.values.set(bias.values, i * c.ld);
      expect(sparse(a, b, bias, c)).toEqual(multiply('gemm', a, b, filled, true));
    });
  });

  it('have them for the transpose, added to what is there or not', () => {
    each((a, b, c) => {
      for (const accumulate of [false, true]) {
        const expected = multiply('gemmTN', transposed(a, 2), b, c, accumulate);
        expect(multiply('sparseGemmTN', transposed(a, 2), b, c, accumulate)).toEqual(expected);
      }
    });
  });
});

it('a sparse product reads NaN in A, and no more of B than meets something', () => {
  const [a, b, c] = [matrix(7, 3, 9), matrix(8, 9, 18), matrix(9, 3, 18)];
  a.values[9 + 4] = NaN;
  for (const row of [0, 1, 2]) a.values[row * 9 + 6] = 0;
  b.values[6 * 18 + 5] = NaN;
  for (const result of [sparse(a, b, null, c), multiply('sparseGemmTN', transposed(a, 0), b, c, false)]) {
    result.forEach((value, i) => expect(Number.isNaN(value)).toBe(Math.floor(i / 18) === 1));
  }
});

describe('packing', () => {
  it.each([
    [1, 1],
    [3, 16],
    [7, 19],
    [10, 33],
    [4, 47],
  ])('puts row r of columns 16p.. of a [%i, %i] behind one another and fills up with zeros', (k, n) => {
    const b = matrix(12, k, n, 2);
    const expected = new Float32Array(Math.ceil(n / 16) * 16 * k);
    for (let r = 0; r < k; r++) {
      for (let j = 0; j < n; j++) expected[(Math.floor(j / 16) * k + r) * 16 + (j % 16)] = at(b, r, j);
    }
    expect(pack(b)).toEqual(expected);
    expect(pack(b, 'packBT')).toEqual(expected);
  });

  it('needs nothing for an empty matrix', () => {
    expect([kernels.run.packedSize(0, 5), kernels.run.packedSize(5, 0)]).toEqual([0, 0]);
    expect(pack(matrix(1, 0, 5), 'packBT')).toHaveLength(0);
    expect(pack(matrix(1, 5, 0))).toHaveLength(0);
  });
});
