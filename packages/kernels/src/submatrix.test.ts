import { beforeAll, expect, it } from 'vitest';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
import { NONE } from './arena/pointer.ts';
import { loadKernels, type Kernels } from './index.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const [ROWS, STRIDE] = [5, 7];
const [all, none] = [[0, 1, 2, 3, 4], [] as number[]];

it.each([
  { rows: [4, 0, 2], columns: [6, 1] },
  { rows: all, columns: [3] },
  { rows: [1], columns: [0, 1, 2, 3, 4, 5, 6] },
  { rows: none, columns: [2] },
  { rows: [3], columns: none },
])('rows $rows and columns $columns are copied out, and added where they came from', ({ rows, columns }) => {
  const memory = new Guarded(kernels);
  const matrix = numbers(1, ROWS * STRIDE);
  const [from, to] = [memory.put(matrix), memory.put(new Float32Array(rows.length * columns.length))];
  const [rowList, colList] = [memory.putIntegers(rows), memory.putIntegers(columns)];
  kernels.run.takeSubmatrix(rows.length, rowList, columns.length, colList, from, STRIDE, to);
  const expected = rows.flatMap((row) => columns.map((column) => matrix[row * STRIDE + column]!));
  expect([...memory.get(to)]).toEqual(expected);
  kernels.run.addSubmatrix(rows.length, rowList, columns.length, colList, to, from, STRIDE);
  const doubled = [...matrix].map((value, at) =>
    rows.includes(Math.floor(at / STRIDE)) && columns.includes(at % STRIDE) ? Math.fround(2 * value) : value,
  );
  expect([...memory.get(from)]).toEqual(doubled);
  memory.close();
});

it('without lists takes the first rows and columns', () => {
  const memory = new Guarded(kernels);
  const matrix = numbers(2, ROWS * STRIDE);
  const [from, to] = [memory.put(matrix), memory.put(new Float32Array(6))];
  kernels.run.takeSubmatrix(2, NONE, 3, NONE, from, STRIDE, to);
  expect([...memory.get(to)]).toEqual([...matrix.slice(0, 3), ...matrix.slice(STRIDE, STRIDE + 3)]);
  kernels.run.addSubmatrix(2, NONE, 3, NONE, to, from, STRIDE);
  expect(memory.get(from)[STRIDE + 2]).toBe(Math.fround(2 * matrix[STRIDE + 2]!));
  expect(memory.get(from)[3]).toBe(matrix[3]);
  memory.close();
});
