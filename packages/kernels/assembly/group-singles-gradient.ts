/** Gradient of groups.ts with respect to the values of listed single columns, at any places. */
import { bytes } from './copy';
import { at, columnBytes, panelsOf } from './group-panels';
import { sumLanes4 } from './lane-sums';
import { storeLanes } from './partial-store';

/** Eight sums of each of four columns: stored before they are added up, for V8 joins no sums over lanes. */
const SUMS: usize = memory.data(128, 64);

/** Four columns over the n active groups of one sample; w0 to w3: their places in the first panel, da: the first group's. */
function fourSingles(
  n: i32, rows: usize, panels: i32, panel: usize, column: usize, w0: usize, w1: usize, w2: usize, w3: usize, da: usize,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  for (let k = 0; k < n; k++) {
    let p = <usize>(at(rows, k) * panels) * panel;
    for (let j = 0; j < panels; j++, p += panel) {
      for (let r: usize = p; r < p + column; r += 32) {
        const x0 = v128.load(da);
        const x1 = v128.load(da, 16);
        a0 = f32x4.add(a0, f32x4.mul(x0, v128.load(w0 + r)));
        a1 = f32x4.add(a1, f32x4.mul(x1, v128.load(w0 + r, 16)));
        b0 = f32x4.add(b0, f32x4.mul(x0, v128.load(w1 + r)));
        b1 = f32x4.add(b1, f32x4.mul(x1, v128.load(w1 + r, 16)));
        c0 = f32x4.add(c0, f32x4.mul(x0, v128.load(w2 + r)));
        c1 = f32x4.add(c1, f32x4.mul(x1, v128.load(w2 + r, 16)));
        d0 = f32x4.add(d0, f32x4.mul(x0, v128.load(w3 + r)));
        d1 = f32x4.add(d1, f32x4.mul(x1, v128.load(w3 + r, 16)));
        da += 32;
      }
    }
  }
  v128.store(SUMS, a0);
  v128.store(SUMS, a1, 16);
  v128.store(SUMS, b0, 32);
  v128.store(SUMS, b1, 48);
  v128.store(SUMS, c0, 64);
  v128.store(SUMS, c1, 80);
  v128.store(SUMS, d0, 96);
  v128.store(SUMS, d1, 112);
}

/**
 * out [batch][colSlots] = W' da at listed single columns; da as in groupInputGradient, and so the order of the sums.
 */
export function groupSinglesGradient(
  batch: i32, groupSize: i32, gates: i32, columns: i32, w: usize,
  colList: usize, colCounts: usize, colSlots: i32, rowList: usize, rowCounts: usize, rowSlots: i32, da: usize, out: usize,
): void {
  const panels = panelsOf(groupSize);
  const column = columnBytes(gates);
  const panel = <usize>columns * column;
  for (let b = 0; b < batch; b++) {
    const n = at(colCounts, b);
    for (let j = 0; j < n; j += 4) {
      // The last column fills the four: it is computed more than once.
      const last = n - 1;
      const w0 = w + <usize>at(colList, j) * column;
      const w1 = w + <usize>at(colList, min(j + 1, last)) * column;
      const w2 = w + <usize>at(colList, min(j + 2, last)) * column;
      const w3 = w + <usize>at(colList, min(j + 3, last)) * column;
      fourSingles(at(rowCounts, b), rowList, panels, panel, column, w0, w1, w2, w3, da);
      const s0 = f32x4.add(v128.load(SUMS), v128.load(SUMS, 16));
      const s1 = f32x4.add(v128.load(SUMS, 32), v128.load(SUMS, 48));
      const s2 = f32x4.add(v128.load(SUMS, 64), v128.load(SUMS, 80));
      const s3 = f32x4.add(v128.load(SUMS, 96), v128.load(SUMS, 112));
      storeLanes(out + bytes(j), sumLanes4(s0, s1, s2, s3), n - j);
    }
    colList += bytes(colSlots);
    rowList += bytes(rowSlots);
    da += <usize>(rowSlots * panels) * column;
    out += bytes(colSlots);
  }
}
