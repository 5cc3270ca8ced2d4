/** Forward products of groups.ts. */
import { bytes } from './copy';
import { ENTRY, at, columnBytes, panelsOf, placeOf, sampleOf } from './group-panels';
import { addAllOfTwo, addRuns, addRunsToTwo, columnOf } from './group-sums';

/** Columns of a panel that serve all samples before the next are read: 16 KiB, half of a first-level cache; of two, all of it. */
const BLOCK: i32 = 128;
/** A list of the first run alone. */
const FIRST: usize = memory.data<i32>([0], 4);

/** All columns [0, length) of a block for the samples of one panel; values from `v` on, `row` bytes a sample. */
@inline
function allOfPanel(
  wide: bool, first: usize, end: usize, length: i32, w: usize, v: usize, row: usize, bias: usize, size: usize, out: usize,
): void {
  let entry = first;
  for (; entry + ENTRY < end; entry += 2 * ENTRY) {
    const to = out + placeOf(entry) * size;
    const to2 = out + placeOf(entry + ENTRY) * size;
    const v2 = v + sampleOf(entry + ENTRY) * row;
    addAllOfTwo(wide, length, w, v + sampleOf(entry) * row, bias ? bias : to, to, v2, bias ? bias : to2, to2);
  }
  if (entry >= end) return;
  const to = out + placeOf(entry) * size;
  addRuns(wide, 1, FIRST, length, w, v + sampleOf(entry) * row, bias ? bias : to, to);
}

/**
 * out [batch][slots][panels of a group][gates][8] at the listed groups = bias [panels][gates][8], or what is there (bias 0),
 * + W x; w [panels][columns][gates][8] of which the first `inputs` > 0 are read, x [batch][inputs].
 * Order of the sums: bias or what is there first, then the columns ascending, one product after the other.
 */
export function groupForwardAll(
  groups: i32, groupSize: i32, gates: i32, starts: usize, entries: usize, columns: i32, w: usize,
  inputs: i32, x: usize, bias: usize, out: usize,
): void {
  const panels = panelsOf(groupSize);
  const column = columnBytes(gates);
  const size = <usize>panels * column;
  for (let q = 0; q < groups; q++) {
    const first = entries + <usize>at(starts, q) * ENTRY;
    const end = entries + <usize>at(starts, q + 1) * ENTRY;
    for (let j = 0; j < panels; j++) {
      const panel = <usize>(q * panels + j);
      const to = out + <usize>j * column;
      for (let c = 0; c < inputs; c += BLOCK) {
        const length = min(BLOCK, inputs - c);
        const from = w + (panel * <usize>columns + <usize>c) * column;
        const b = bias && c == 0 ? bias + panel * column : 0;
        if (gates == 4) allOfPanel(true, first, end, length, from, x + bytes(c), bytes(inputs), b, size, to);
        else allOfPanel(false, first, end, length, from, x + bytes(c), bytes(inputs), b, size, to);
      }
    }
  }
}

/** Listed columns for the samples of one panel, or of two (a literal, as `wide`). */
@inline
function listedOfPanels(
  wide: bool, two: bool, first: usize, end: usize, length: i32, list: usize, counts: usize, slots: i32,
  w: usize, panel: usize, values: usize, bias: usize, size: usize, out: usize,
): void {
  for (let entry = first; entry < end; entry += ENTRY) {
    const b = sampleOf(entry);
    const target = out + placeOf(entry) * size;
    const source = bias ? bias : target;
    const v = values + b * <usize>slots * bytes(length);
    const n = i32.load(counts + (b << 2));
    const columns = list + b * bytes(slots);
    if (two) addRunsToTwo(wide, n, columns, length, w, panel, v, source, source + columnOf(wide), target);
    else addRuns(wide, n, columns, length, w, v, source, target);
  }
}

/** Those of them that are entries below the limit, each sample's from where its cursor is. */
@inline
function blockOfPanels(
  wide: bool, two: bool, first: usize, end: usize, limit: i32, length: i32, list: usize, counts: usize, slots: i32,
  cursors: usize, w: usize, panel: usize, values: usize, bias: usize, size: usize, out: usize,
): void {
  for (let entry = first; entry < end; entry += ENTRY) {
    const b = sampleOf(entry);
    const n = i32.load(counts + (b << 2));
    const from = bias ? 0 : i32.load(cursors + (b << 2));
    const columns = list + b * bytes(slots);
    let to = from;
    while (to < n && at(columns, to) < limit) to++;
    i32.store(cursors + (b << 2), to);
    if (to == from && !bias) continue;
    const target = out + placeOf(entry) * size;
    const source = bias ? bias : target;
    const v = values + (b * <usize>slots + <usize>from) * bytes(length);
    const part = columns + bytes(from);
    if (two) addRunsToTwo(wide, to - from, part, length, w, panel, v, source, source + columnOf(wide), target);
    else addRuns(wide, to - from, part, length, w, v, source, target);
  }
}

/** All samples of one panel or two; see groupForward. */
@inline
function forwardPanels(
  wide: bool, two: bool, first: usize, end: usize, colGroups: i32, length: i32, list: usize, counts: usize, slots: i32,
  cursors: usize, w: usize, panel: usize, values: usize, bias: usize, size: usize, out: usize,
): void {
  const block = BLOCK / length;
  // One sample has no use of a block that stays.
  if (colGroups <= block || end - first <= ENTRY) {
    listedOfPanels(wide, two, first, end, length, list, counts, slots, w, panel, values, bias, size, out);
    return;
  }
  if (!bias) for (let entry = first; entry < end; entry += ENTRY) i32.store(cursors + (sampleOf(entry) << 2), 0);
  for (let limit = block; limit < colGroups + block; limit += block) {
    const source = limit == block ? bias : 0;
    blockOfPanels(wide, two, first, end, limit, length, list, counts, slots, cursors, w, panel, values, source, size, out);
  }
}

/**
 * The same over listed columns: colList [batch][colSlots], ascending, of colGroups that stand for `length` columns each: one, or
 * a group of units; values [batch][colSlots][length]. cursors [batch]: scratch.
 * Order of the sums: as above, over the active columns.
 */
export function groupForward(
  groups: i32, groupSize: i32, gates: i32, starts: usize, entries: usize, columns: i32, w: usize,
  colList: usize, colCounts: usize, colSlots: i32, colGroups: i32, length: i32, values: usize, cursors: usize,
  bias: usize, out: usize,
): void {
  const panels = panelsOf(groupSize);
  const column = columnBytes(gates);
  const size = <usize>panels * column;
  const panel = <usize>columns * column;
  const wide = gates == 4;
  for (let q = 0; q < groups; q++) {
    const first = entries + <usize>at(starts, q) * ENTRY;
    const end = entries + <usize>at(starts, q + 1) * ENTRY;
    let from = w + <usize>(q * panels) * panel;
    let to = out;
    let b = bias ? bias + <usize>(q * panels) * column : 0;
    let left = panels;
    while (left > 0) {
      const two = left > 1;
      if (wide) {
        if (two) forwardPanels(true, true, first, end, colGroups, length, colList, colCounts, colSlots, cursors, from, panel, values, b, size, to);
        else forwardPanels(true, false, first, end, colGroups, length, colList, colCounts, colSlots, cursors, from, panel, values, b, size, to);
      } else {
        if (two) forwardPanels(false, true, first, end, colGroups, length, colList, colCounts, colSlots, cursors, from, panel, values, b, size, to);
        else forwardPanels(false, false, first, end, colGroups, length, colList, colCounts, colSlots, cursors, from, panel, values, b, size, to);
      }
      const done = two ? 2 : 1;
      left -= done;
      from += <usize>done * panel;
      to += <usize>done * column;
      if (b) b += <usize>done * column;
    }
  }
}
