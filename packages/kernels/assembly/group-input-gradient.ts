/** Gradient of groups.ts with respect to the values of its columns. */
import { bytes } from './copy';
import { ENTRY, at, columnBytes, panelsOf, placeOf, sampleOf } from './group-panels';
import { sumLanes4 } from './lane-sums';

/** Eight sums of each of four columns, before they are added up. Stored, for V8 joins no sums over lanes. */
const SUMS: usize = memory.data(128, 64);

/**
 * Four columns over the active rows of one sample: w is their place in the first panel, the same columns of the next panel
 * `panel` bytes on.
 */
@inline
function fourColumns(
  wide: bool, n: i32, rows: usize, panels: i32, panel: usize, w: usize, da: usize, out: usize,
): void {
  const column = wide ? <usize>128 : <usize>96;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  const group = <usize>panels * panel;
  for (let k = 0; k < n; k++) {
    let p = w + <usize>at(rows, k) * group;
    for (let j = 0; j < panels; j++, p += panel) {
      const end = da + column;
      let q = p;
      do {
        const x0 = v128.load(da);
        const x1 = v128.load(da, 16);
        a0 = f32x4.add(a0, f32x4.mul(x0, v128.load(q)));
        a1 = f32x4.add(a1, f32x4.mul(x1, v128.load(q, 16)));
        if (wide) {
          b0 = f32x4.add(b0, f32x4.mul(x0, v128.load(q, 128)));
          b1 = f32x4.add(b1, f32x4.mul(x1, v128.load(q, 144)));
          c0 = f32x4.add(c0, f32x4.mul(x0, v128.load(q, 256)));
          c1 = f32x4.add(c1, f32x4.mul(x1, v128.load(q, 272)));
          d0 = f32x4.add(d0, f32x4.mul(x0, v128.load(q, 384)));
          d1 = f32x4.add(d1, f32x4.mul(x1, v128.load(q, 400)));
        } else {
          b0 = f32x4.add(b0, f32x4.mul(x0, v128.load(q, 96)));
          b1 = f32x4.add(b1, f32x4.mul(x1, v128.load(q, 112)));
          c0 = f32x4.add(c0, f32x4.mul(x0, v128.load(q, 192)));
          c1 = f32x4.add(c1, f32x4.mul(x1, v128.load(q, 208)));
          d0 = f32x4.add(d0, f32x4.mul(x0, v128.load(q, 288)));
          d1 = f32x4.add(d1, f32x4.mul(x1, v128.load(q, 304)));
        }
        da += 32;
        q += 32;
      } while (da < end);
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
  const a = f32x4.add(v128.load(SUMS), v128.load(SUMS, 16));
  const b = f32x4.add(v128.load(SUMS, 32), v128.load(SUMS, 48));
  const c = f32x4.add(v128.load(SUMS, 64), v128.load(SUMS, 80));
  const d = f32x4.add(v128.load(SUMS, 96), v128.load(SUMS, 112));
  v128.store(out, sumLanes4(a, b, c, d));
}

/** The columns of one group, for every sample that reads it. */
@inline
function groupColumns(
  wide: bool, first: usize, end: usize, groupSize: i32, panel: usize, w: usize,
  rowList: usize, rowCounts: usize, rowSlots: i32, da: usize, out: usize,
): void {
  const panels = panelsOf(groupSize);
  const column = wide ? <usize>128 : <usize>96;
  const size = <usize>rowSlots * <usize>panels * column;
  for (let c = 0; c < groupSize; c += 4) {
    for (let entry = first; entry < end; entry += ENTRY) {
      const b = sampleOf(entry);
      const to = out + placeOf(entry) * bytes(groupSize);
      const rows = rowList + b * bytes(rowSlots);
      const n = i32.load(rowCounts + (b << 2));
      fourColumns(wide, n, rows, panels, panel, w + <usize>c * column, da + b * size, to + bytes(c));
    }
  }
}

/**
 * out [batch][colSlots][groupSize] at the listed groups of columns (starts, entries: their inverse) = W' da;
 * da [batch][rowSlots][panels of a group][gates][8] at the groups of rowList [batch][rowSlots].
 * Order of the sums of a column: eight sums from 0, one for each unit of a panel, over the active groups ascending, their
 * panels, and in a panel its gates; then units (i) + (i + 4), then (0 + 2) + (1 + 3).
 */
export function groupInputGradient(
  groups: i32, groupSize: i32, gates: i32, starts: usize, entries: usize, columns: i32, w: usize,
  rowList: usize, rowCounts: usize, rowSlots: i32, da: usize, out: usize,
): void {
  const column = columnBytes(gates);
  const panel = <usize>columns * column;
  for (let q = 0; q < groups; q++) {
    const first = entries + <usize>at(starts, q) * ENTRY;
    const end = entries + <usize>at(starts, q + 1) * ENTRY;
    const from = w + <usize>(q * groupSize) * column;
    if (gates == 4) groupColumns(true, first, end, groupSize, panel, from, rowList, rowCounts, rowSlots, da, out);
    else groupColumns(false, first, end, groupSize, panel, from, rowList, rowCounts, rowSlots, da, out);
  }
}
