/** Gradient of lanes.ts with respect to the values of its columns. */
import { BLOCK, blockGradient, copyBlock, useBlocks } from './lane-column-block';
import { sumLanes4 } from './lane-sums';
import { columnOf, lastRow, rowOffset, term } from './lane-walk';
import { sumLanes } from './partial-store';

@inline
function inputGradient4(
  listed: bool, n: i32, rows: usize, da: usize, out: usize, w0: usize, w1: usize, w2: usize, w3: usize,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  const end = lastRow(listed, n, rows);
  let at = rows;
  if (at < end) {
    do {
      const r = rowOffset(listed, at);
      const d = v128.load(da + r);
      a0 = f32x4.add(a0, term(w0 + r, d));
      a1 = f32x4.add(a1, term(w1 + r, d));
      a2 = f32x4.add(a2, term(w2 + r, d));
      a3 = f32x4.add(a3, term(w3 + r, d));
      at += listed ? 4 : 16;
    } while (at < end);
  }
  v128.store(out, sumLanes4(a0, a1, a2, a3));
}

@inline
function inputGradient1(listed: bool, n: i32, rows: usize, da: usize, out: usize, w: usize): void {
  let a = f32x4.splat(0);
  const end = lastRow(listed, n, rows);
  let at = rows;
  if (at < end) {
    do {
      const r = rowOffset(listed, at);
      a = f32x4.add(a, term(w + r, v128.load(da + r)));
      at += listed ? 4 : 16;
    } while (at < end);
  }
  f32.store(out, sumLanes(a));
}

@inline
function inputGradientSample(
  units: i32, w: usize, n: i32, cols: usize, m: i32, rows: usize, da: usize, out: usize,
): void {
  const size = <usize>units << 4;
  let j = 0;
  for (; j <= n - 4; j += 4) {
    const w0 = w + columnOf(cols, j) * size;
    const w1 = w + columnOf(cols, j + 1) * size;
    const w2 = w + columnOf(cols, j + 2) * size;
    const w3 = w + columnOf(cols, j + 3) * size;
    const target = out + (<usize>j << 2);
    if (rows) inputGradient4(true, m, rows, da, target, w0, w1, w2, w3);
    else inputGradient4(false, m, 0, da, target, w0, w1, w2, w3);
  }
  for (; j < n; j++) {
    const w0 = w + columnOf(cols, j) * size;
    const target = out + (<usize>j << 2);
    if (rows) inputGradient1(true, m, rows, da, target, w0);
    else inputGradient1(false, m, 0, da, target, w0);
  }
}

/** All columns of the batch, block after block. Returns how many are done: those of whole blocks. */
function inputGradientBlocks(
  batch: i32, columns: i32, units: i32, w: usize, colBytes: usize,
  rowList: usize, rowCounts: usize, rowBytes: usize, da: usize, out: usize,
): i32 {
  const size = <usize>units << 4;
  let c = 0;
  for (; c <= columns - BLOCK; c += BLOCK) {
    copyBlock(w + <usize>c * size, units, size);
    for (let b: usize = 0; b < <usize>batch; b++) {
      const m = rowList ? i32.load(rowCounts + (b << 2)) : units;
      const target = out + b * colBytes + (<usize>c << 2);
      if (rowList) blockGradient(true, m, rowList + b * rowBytes, da + b * size, target);
      else blockGradient(false, m, 0, da + b * size, target);
    }
  }
  return c;
}

/**
 * da [batch][units][4]; out [batch][colStride], a number for each active column in the order of its list. Order of the
 * sums, with and without blocks: active rows ascending, lane by lane, from 0; then lanes (0 + 2) + (1 + 3).
 */
export function laneInputGradient(
  batch: i32, columns: i32, units: i32, w: usize,
  colList: usize, colCounts: usize, colStride: i32,
  rowList: usize, rowCounts: usize, rowStride: i32, da: usize, out: usize,
): void {
  const colBytes = <usize>(colStride ? colStride : columns) << 2;
  const rowBytes = <usize>rowStride << 2;
  if (!colList && useBlocks(batch, units)) {
    const done = inputGradientBlocks(batch, columns, units, w, colBytes, rowList, rowCounts, rowBytes, da, out);
    w += (<usize>done * <usize>units) << 4;
    out += <usize>done << 2;
    columns -= done;
  }
  for (let b: usize = 0; b < <usize>batch; b++) {
    const n = colList ? i32.load(colCounts + (b << 2)) : columns;
    const m = rowList ? i32.load(rowCounts + (b << 2)) : units;
    const cols = colList ? colList + b * colBytes : 0;
    const rows = rowList ? rowList + b * rowBytes : 0;
    inputGradientSample(units, w, n, cols, m, rows, da + ((b * <usize>units) << 4), out + b * colBytes);
  }
}
