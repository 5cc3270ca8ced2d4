/** Gradient of lanes.ts with respect to weights and biases. */
import { columnOf, lastRow, rowOffset, valueOf } from './lane-walk';

@inline
function accumulate(target: usize, d: v128, value: v128): void {
  v128.store(target, f32x4.add(v128.load(target), f32x4.mul(d, value)));
}

@inline
function weightGradient4(
  listed: bool, n: i32, rows: usize, da: usize,
  w0: usize, w1: usize, w2: usize, w3: usize, v0: v128, v1: v128, v2: v128, v3: v128,
): void {
  const end = lastRow(listed, n, rows);
  let at = rows;
  if (at >= end) return;
  do {
    const r = rowOffset(listed, at);
    const d = v128.load(da + r);
    accumulate(w0 + r, d, v0);
    accumulate(w1 + r, d, v1);
    accumulate(w2 + r, d, v2);
    accumulate(w3 + r, d, v3);
    at += listed ? 4 : 16;
  } while (at < end);
}

@inline
function weightGradient1(listed: bool, n: i32, rows: usize, da: usize, w: usize, v: v128): void {
  const end = lastRow(listed, n, rows);
  let at = rows;
  if (at >= end) return;
  do {
    const r = rowOffset(listed, at);
    accumulate(w + r, v128.load(da + r), v);
    at += listed ? 4 : 16;
  } while (at < end);
}

@inline
function weightGradientSample(
  units: i32, n: i32, cols: usize, values: usize, m: i32, rows: usize, da: usize, dW: usize, dBias: usize,
): void {
  const size = <usize>units << 4;
  let j = 0;
  for (; j <= n - 4; j += 4) {
    const w0 = dW + columnOf(cols, j) * size;
    const w1 = dW + columnOf(cols, j + 1) * size;
    const w2 = dW + columnOf(cols, j + 2) * size;
    const w3 = dW + columnOf(cols, j + 3) * size;
    const v0 = valueOf(values, j);
    const v1 = valueOf(values, j + 1);
    const v2 = valueOf(values, j + 2);
    const v3 = valueOf(values, j + 3);
    if (rows) weightGradient4(true, m, rows, da, w0, w1, w2, w3, v0, v1, v2, v3);
    else weightGradient4(false, m, 0, da, w0, w1, w2, w3, v0, v1, v2, v3);
  }
  for (; j < n; j++) {
    const w0 = dW + columnOf(cols, j) * size;
    if (rows) weightGradient1(true, m, rows, da, w0, valueOf(values, j));
    else weightGradient1(false, m, 0, da, w0, valueOf(values, j));
  }
  const one = f32x4.splat(1);
  if (rows) weightGradient1(true, m, rows, da, dBias, one);
  else weightGradient1(false, m, 0, da, dBias, one);
}

/** Adds to dW [columns][units][4] and dBias [units][4]. Order of the sums: to what is there, sample after sample. */
export function laneWeightGradient(
  batch: i32, columns: i32, units: i32,
  colList: usize, colValues: usize, colCounts: usize, colStride: i32,
  rowList: usize, rowCounts: usize, rowStride: i32, da: usize, dW: usize, dBias: usize,
): void {
  const colBytes = <usize>(colStride ? colStride : columns) << 2;
  const rowBytes = <usize>rowStride << 2;
  for (let b: usize = 0; b < <usize>batch; b++) {
    const n = colList ? i32.load(colCounts + (b << 2)) : columns;
    const m = rowList ? i32.load(rowCounts + (b << 2)) : units;
    const cols = colList ? colList + b * colBytes : 0;
    const rows = rowList ? rowList + b * rowBytes : 0;
    weightGradientSample(
      units, n, cols, colValues + b * colBytes, m, rows, da + ((b * <usize>units) << 4), dW, dBias,
    );
  }
}
