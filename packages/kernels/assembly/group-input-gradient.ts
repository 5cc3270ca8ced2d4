/** Gradient of groups.ts with respect to the values of its columns. */
import { bytes } from './copy';
import { ENTRY, at, columnBytes, panelsOf, placeOf, sampleOf } from './group-panels';
import { sumLanes4 } from './lane-sums';

/** Eight sums of each of four columns, before they are added up. Stored, for V8 joins no sums over lanes. */
const SUMS: usize = memory.data(256, 64);

/**
 * Eight columns over the active rows of one sample: w is their place in the first panel, the same columns of the next panel
 * `panel` bytes on.
 */
@inline
function eightColumns(
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
  let e0 = a0;
  let e1 = a0;
  let f0 = a0;
  let f1 = a0;
  let g0 = a0;
  let g1 = a0;
  let h0 = a0;
  let h1 = a0;
  const group = <usize>panels * panel;
  for (let k = 0; k < n; k++) {
    let p = w + <usize>at(rows, k) * group;
    for (let j = 0; j < panels; j++, p += panel) {
      const end = da + column;
      let q = p;
      do {
        const x0 = v128.load(da);
        const x1 = v128.load(da, 16);
        if (wide) {
          a0 = f32x4.add(a0, f32x4.mul(x0, v128.load(q, 0)));
          a1 = f32x4.add(a1, f32x4.mul(x1, v128.load(q, 16)));
          b0 = f32x4.add(b0, f32x4.mul(x0, v128.load(q, 128)));
          b1 = f32x4.add(b1, f32x4.mul(x1, v128.load(q, 144)));
          c0 = f32x4.add(c0, f32x4.mul(x0, v128.load(q, 256)));
          c1 = f32x4.add(c1, f32x4.mul(x1, v128.load(q, 272)));
          d0 = f32x4.add(d0, f32x4.mul(x0, v128.load(q, 384)));
          d1 = f32x4.add(d1, f32x4.mul(x1, v128.load(q, 400)));
          e0 = f32x4.add(e0, f32x4.mul(x0, v128.load(q, 512)));
          e1 = f32x4.add(e1, f32x4.mul(x1, v128.load(q, 528)));
          f0 = f32x4.add(f0, f32x4.mul(x0, v128.load(q, 640)));
          f1 = f32x4.add(f1, f32x4.mul(x1, v128.load(q, 656)));
          g0 = f32x4.add(g0, f32x4.mul(x0, v128.load(q, 768)));
          g1 = f32x4.add(g1, f32x4.mul(x1, v128.load(q, 784)));
          h0 = f32x4.add(h0, f32x4.mul(x0, v128.load(q, 896)));
          h1 = f32x4.add(h1, f32x4.mul(x1, v128.load(q, 912)));
        } else {
          a0 = f32x4.add(a0, f32x4.mul(x0, v128.load(q, 0)));
          a1 = f32x4.add(a1, f32x4.mul(x1, v128.load(q, 16)));
          b0 = f32x4.add(b0, f32x4.mul(x0, v128.load(q, 96)));
          b1 = f32x4.add(b1, f32x4.mul(x1, v128.load(q, 112)));
          c0 = f32x4.add(c0, f32x4.mul(x0, v128.load(q, 192)));
          c1 = f32x4.add(c1, f32x4.mul(x1, v128.load(q, 208)));
          d0 = f32x4.add(d0, f32x4.mul(x0, v128.load(q, 288)));
          d1 = f32x4.add(d1, f32x4.mul(x1, v128.load(q, 304)));
          e0 = f32x4.add(e0, f32x4.mul(x0, v128.load(q, 384)));
          e1 = f32x4.add(e1, f32x4.mul(x1, v128.load(q, 400)));
          f0 = f32x4.add(f0, f32x4.mul(x0, v128.load(q, 480)));
          f1 = f32x4.add(f1, f32x4.mul(x1, v128.load(q, 496)));
          g0 = f32x4.add(g0, f32x4.mul(x0, v128.load(q, 576)));
          g1 = f32x4.add(g1, f32x4.mul(x1, v128.load(q, 592)));
          h0 = f32x4.add(h0, f32x4.mul(x0, v128.load(q, 672)));
          h1 = f32x4.add(h1, f32x4.mul(x1, v128.load(q, 688)));
        }
        da += 32;
        q += 32;
      } while (da < end);
    }
  }
  v128.store(SUMS, a0, 0);
  v128.store(SUMS, a1, 16);
  v128.store(SUMS, b0, 32);
  v128.store(SUMS, b1, 48);
  v128.store(SUMS, c0, 64);
  v128.store(SUMS, c1, 80);
  v128.store(SUMS, d0, 96);
  v128.store(SUMS, d1, 112);
  v128.store(SUMS, e0, 128);
  v128.store(SUMS, e1, 144);
  v128.store(SUMS, f0, 160);
  v128.store(SUMS, f1, 176);
  v128.store(SUMS, g0, 192);
  v128.store(SUMS, g1, 208);
  v128.store(SUMS, h0, 224);
  v128.store(SUMS, h1, 240);
  const sa = f32x4.add(v128.load(SUMS, 0), v128.load(SUMS, 16));
  const sb = f32x4.add(v128.load(SUMS, 32), v128.load(SUMS, 48));
  const sc = f32x4.add(v128.load(SUMS, 64), v128.load(SUMS, 80));
  const sd = f32x4.add(v128.load(SUMS, 96), v128.load(SUMS, 112));
  const se = f32x4.add(v128.load(SUMS, 128), v128.load(SUMS, 144));
  const sf = f32x4.add(v128.load(SUMS, 160), v128.load(SUMS, 176));
  const sg = f32x4.add(v128.load(SUMS, 192), v128.load(SUMS, 208));
  const sh = f32x4.add(v128.load(SUMS, 224), v128.load(SUMS, 240));
  v128.store(out, sumLanes4(sa, sb, sc, sd));
  v128.store(out, sumLanes4(se, sf, sg, sh), 16);
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
  for (let c = 0; c < groupSize; c += 8) {
    for (let entry = first; entry < end; entry += ENTRY) {
      const b = sampleOf(entry);
      const to = out + placeOf(entry) * bytes(groupSize);
      const rows = rowList + b * bytes(rowSlots);
      const n = i32.load(rowCounts + (b << 2));
      eightColumns(wide, n, rows, panels, panel, w + <usize>c * column, da + b * size, to + bytes(c));
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
