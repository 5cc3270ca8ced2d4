/** Forward product of lanes.ts. */
import { columnOf, lastRow, rowOffset, term, valueOf } from './lane-walk';

@inline
function forward4(
  listed: bool, n: i32, rows: usize, source: usize, target: usize,
  w0: usize, w1: usize, w2: usize, w3: usize, v0: v128, v1: v128, v2: v128, v3: v128,
): void {
  const end = lastRow(listed, n, rows);
  let at = rows;
  if (at >= end) return;
  do {
    const r = rowOffset(listed, at);
    const a = f32x4.add(f32x4.add(term(w0 + r, v0), term(w1 + r, v1)), f32x4.add(term(w2 + r, v2), term(w3 + r, v3)));
    v128.store(target + r, f32x4.add(v128.load(source + r), a));
    at += listed ? 4 : 16;
  } while (at < end);
}

@inline
function forward1(listed: bool, n: i32, rows: usize, source: usize, target: usize, w: usize, v: v128): void {
  const end = lastRow(listed, n, rows);
  let at = rows;
  if (at >= end) return;
  do {
    const r = rowOffset(listed, at);
    v128.store(target + r, f32x4.add(v128.load(source + r), term(w + r, v)));
    at += listed ? 4 : 16;
  } while (at < end);
}

@inline
function copyRows(listed: bool, n: i32, rows: usize, source: usize, target: usize): void {
  const end = lastRow(listed, n, rows);
  let at = rows;
  if (at >= end) return;
  do {
    const r = rowOffset(listed, at);
    v128.store(target + r, v128.load(source + r));
    at += listed ? 4 : 16;
  } while (at < end);
}

/** One sample: the first block of columns starts from the bias, the others from what is there. */
@inline
function forwardSample(
  units: i32, w: usize, bias: usize, n: i32, cols: usize, values: usize, m: i32, rows: usize, out: usize,
): void {
  const size = <usize>units << 4;
  let source = bias;
  let j = 0;
  for (; j <= n - 4; j += 4) {
    const w0 = w + columnOf(cols, j) * size;
    const w1 = w + columnOf(cols, j + 1) * size;
    const w2 = w + columnOf(cols, j + 2) * size;
    const w3 = w + columnOf(cols, j + 3) * size;
    const v0 = valueOf(values, j);
    const v1 = valueOf(values, j + 1);
    const v2 = valueOf(values, j + 2);
    const v3 = valueOf(values, j + 3);
    if (rows) forward4(true, m, rows, source, out, w0, w1, w2, w3, v0, v1, v2, v3);
    else forward4(false, m, 0, source, out, w0, w1, w2, w3, v0, v1, v2, v3);
    source = out;
  }
  for (; j < n; j++) {
    const w0 = w + columnOf(cols, j) * size;
    if (rows) forward1(true, m, rows, source, out, w0, valueOf(values, j));
    else forward1(false, m, 0, source, out, w0, valueOf(values, j));
    source = out;
  }
  if (n == 0) {
    if (rows) copyRows(true, m, rows, bias, out);
    else copyRows(false, m, 0, bias, out);
  }
}

/** w [columns][units][4], bias [units][4], out [batch][units][4]; lists as in lane-walk.ts, colStride 0: columns. */
export function laneForward(
  batch: i32, columns: i32, units: i32, w: usize, bias: usize,
  colList: usize, colValues: usize, colCounts: usize, colStride: i32,
  rowList: usize, rowCounts: usize, rowStride: i32, out: usize,
): void {
  const colBytes = <usize>(colStride ? colStride : columns) << 2;
  const rowBytes = <usize>rowStride << 2;
  for (let b: usize = 0; b < <usize>batch; b++) {
    const n = colList ? i32.load(colCounts + (b << 2)) : columns;
    const m = rowList ? i32.load(rowCounts + (b << 2)) : units;
    const cols = colList ? colList + b * colBytes : 0;
    const rows = rowList ? rowList + b * rowBytes : 0;
    forwardSample(units, w, bias, n, cols, colValues + b * colBytes, m, rows, out + ((b * <usize>units) << 4));
  }
}
