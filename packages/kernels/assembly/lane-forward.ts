/** Forward product of lanes.ts. */
import { columnOf, lastRow, rowOffset, term, valueOf } from './lane-walk';

/** Columns that walk the rows together. */
const GROUP: i32 = 6;

/**
 * target = source + C columns from the j-th active one on, at the active rows of one sample. C, 0 to GROUP, is a literal
 * at every call, as `listed` is; what is of columns beyond it is compiled away.
 */
@inline
function addColumns(
  listed: bool, C: i32, n: i32, rows: usize, source: usize, target: usize,
  w: usize, size: usize, cols: usize, values: usize, j: i32,
): void {
  const w0 = C > 0 ? w + columnOf(cols, j) * size : 0;
  const w1 = C > 1 ? w + columnOf(cols, j + 1) * size : 0;
  const w2 = C > 2 ? w + columnOf(cols, j + 2) * size : 0;
  const w3 = C > 3 ? w + columnOf(cols, j + 3) * size : 0;
  const w4 = C > 4 ? w + columnOf(cols, j + 4) * size : 0;
  const w5 = C > 5 ? w + columnOf(cols, j + 5) * size : 0;
  const v0 = C > 0 ? valueOf(values, j) : f32x4.splat(0);
  const v1 = C > 1 ? valueOf(values, j + 1) : v0;
  const v2 = C > 2 ? valueOf(values, j + 2) : v0;
  const v3 = C > 3 ? valueOf(values, j + 3) : v0;
  const v4 = C > 4 ? valueOf(values, j + 4) : v0;
  const v5 = C > 5 ? valueOf(values, j + 5) : v0;
  const end = lastRow(listed, n, rows);
  let at = rows;
  if (at >= end) return;
  do {
    const r = rowOffset(listed, at);
    let sum = v128.load(source + r);
    if (C > 0) sum = f32x4.add(sum, term(w0 + r, v0));
    if (C > 1) sum = f32x4.add(sum, term(w1 + r, v1));
    if (C > 2) sum = f32x4.add(sum, term(w2 + r, v2));
    if (C > 3) sum = f32x4.add(sum, term(w3 + r, v3));
    if (C > 4) sum = f32x4.add(sum, term(w4 + r, v4));
    if (C > 5) sum = f32x4.add(sum, term(w5 + r, v5));
    v128.store(target + r, sum);
    at += listed ? 4 : 16;
  } while (at < end);
}

/** One sample: the first columns are added to the bias, the others to what is there. */
@inline
function forwardSample(
  listed: bool, size: usize, w: usize, bias: usize, n: i32, cols: usize, values: usize, m: i32, rows: usize, out: usize,
): void {
  let source = bias;
  let j = 0;
  for (; j <= n - GROUP; j += GROUP) {
    addColumns(listed, 6, m, rows, source, out, w, size, cols, values, j);
    source = out;
  }
  const left = n - j;
  if (left == 5) addColumns(listed, 5, m, rows, source, out, w, size, cols, values, j);
  else if (left == 4) addColumns(listed, 4, m, rows, source, out, w, size, cols, values, j);
  else if (left == 3) addColumns(listed, 3, m, rows, source, out, w, size, cols, values, j);
  else if (left == 2) addColumns(listed, 2, m, rows, source, out, w, size, cols, values, j);
  else if (left == 1) addColumns(listed, 1, m, rows, source, out, w, size, cols, values, j);
  else if (n == 0) addColumns(listed, 0, m, rows, source, out, w, size, cols, values, j);
}

/**
 * w [columns][units][4], bias [units][4], out [batch][units][4]; lists as in lane-walk.ts, colStride 0: columns. Order of
 * the sums: the bias first, then the active columns ascending, one product after the other.
 */
export function laneForward(
  batch: i32, columns: i32, units: i32, w: usize, bias: usize,
  colList: usize, colValues: usize, colCounts: usize, colStride: i32,
  rowList: usize, rowCounts: usize, rowStride: i32, out: usize,
): void {
  const colBytes = <usize>(colStride ? colStride : columns) << 2;
  const rowBytes = <usize>rowStride << 2;
  const size = <usize>units << 4;
  for (let b: usize = 0; b < <usize>batch; b++) {
    const n = colList ? i32.load(colCounts + (b << 2)) : columns;
    const cols = colList ? colList + b * colBytes : 0;
    const values = colValues + b * colBytes;
    if (rowList) {
      const m = i32.load(rowCounts + (b << 2));
      forwardSample(true, size, w, bias, n, cols, values, m, rowList + b * rowBytes, out + b * size);
    } else {
      forwardSample(false, size, w, bias, n, cols, values, units, 0, out + b * size);
    }
  }
}
