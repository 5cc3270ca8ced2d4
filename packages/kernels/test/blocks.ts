/** Matrices for tests, and blocks of kernel memory with guards around them. */
import { expect } from 'vitest';
import { skipNumbers } from '../src/arena/pointer.ts';
import type { Kernels } from '../src/kernels.ts';
import type { Anything } from './arrays.ts';
import { numbers } from './numbers.ts';

/** A matrix with `gap` numbers between its rows that nobody may use. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly ld: number;
  readonly values: Float32Array;
}

/** Stands where nobody may write. */
export const GUARD = 12345;
const MARGIN = 32;

/** Random numbers; `between` fills the gaps, NaN by default so that reading them shows. */
export function matrix(seed: number, rows: number, columns: number, gap = 0, between = NaN): Matrix {
  const ld = columns + gap;
  const values = numbers(seed, rows * ld);
  for (let i = 0; i < rows; i++) values.fill(between, i * ld + columns, (i + 1) * ld);
  return { rows, columns, ld, values };
}

/** Number of a row and column. */
export const at = ({ ld, values }: Matrix, row: number, column: number): number => values[row * ld + column]!;

/** The transpose, with its own gap. */
export function transposed(a: Matrix, gap = 0): Matrix {
  const t = matrix(1, a.columns, a.rows, gap);
  for (let i = 0; i < t.rows; i++) for (let j = 0; j < t.columns; j++) t.values[i * t.ld + j] = at(a, j, i);
  return t;
}

/** What `work` leaves in a block that held `values`; fails if it writes before or behind the block. */
export function inBlock(
  kernels: Kernels,
  values: Float32Array,
  work: (block: Anything) => void,
): Float32Array {
  const ws = kernels.workspace();
  const block: Anything = ws.take(values.length + 2 * MARGIN);
  kernels.fill(block, values.length + 2 * MARGIN, GUARD);
  const start = skipNumbers(block, MARGIN);
  kernels.write(start, values);
  work(start);
  const after = kernels.read(block, values.length + 2 * MARGIN);
  ws.close();
  const margins = [...after.subarray(0, MARGIN), ...after.subarray(MARGIN + values.length)];
  expect(margins.every((value) => value === GUARD)).toBe(true);
  return after.slice(MARGIN, MARGIN + values.length);
}

/** Runs `work` with copies of the matrices, the blocks given back afterwards. */
export function withCopies<T>(
  kernels: Kernels,
  matrices: readonly Matrix[],
  work: (...blocks: Anything[]) => T,
): T {
  const ws = kernels.workspace();
  const blocks = matrices.map(({ values }) => {
    const block: Anything = ws.take(values.length);
    kernels.write(block, values);
    return block;
  });
  const result = work(...blocks);
  ws.close();
  return result;
}
