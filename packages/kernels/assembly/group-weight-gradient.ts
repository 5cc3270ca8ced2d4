/** Gradient of groups.ts with respect to weights and biases. */
import { bytes, copyLine, copyNumbers } from './copy';
import { ENTRY, at, columnBytes, panelsOf, placeOf, sampleOf } from './group-panels';
import { LINE, WIDTH } from './panel';

/**
 * Entries of a group whose products are summed before they are added to what is there, with listed columns and with all: their
 * gradients, 128 bytes each, are to stay in the first-level cache while column after column reads them.
 */
const CHUNK: i32 = 256;
const CHUNK_OF_ALL: i32 = 128;
/** Bytes of a pair: offsets of a panel's gradients, and of the values of a group of columns. */
const PAIR: usize = 8;
/** Gradients of a panel of each entry of a chunk, copied: where they lie they would evict each other, and come one by one. */
const GRADIENTS: usize = memory.data(32768, 64);
/** 16 numbers of each sample of a chunk, copied: in a wide x they would evict each other. */
const INPUTS: usize = memory.data(8192, 64);

/** One or two columns of a panel. All literals at every call. */
@inline
function columns(
  wide: bool, two: bool, pairs: usize, end: usize, da: usize, values: usize, dW: usize, next: usize,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  let t4 = s0;
  let t5 = s0;
  let t6 = s0;
  let t7 = s0;
  do {
    const d = da + <usize>i32.load(pairs);
    const v = values + <usize>i32.load(pairs, 4);
    const x = v128.load32_splat(v);
    const y = two ? v128.load32_splat(v, 4) : x;
    const d0 = v128.load(d);
    const d1 = v128.load(d, 16);
    s0 = f32x4.add(s0, f32x4.mul(x, d0));
    s1 = f32x4.add(s1, f32x4.mul(x, d1));
    if (two) {
      t0 = f32x4.add(t0, f32x4.mul(y, d0));
      t1 = f32x4.add(t1, f32x4.mul(y, d1));
    }
    const d2 = v128.load(d, 32);
    const d3 = v128.load(d, 48);
    s2 = f32x4.add(s2, f32x4.mul(x, d2));
    s3 = f32x4.add(s3, f32x4.mul(x, d3));
    if (two) {
      t2 = f32x4.add(t2, f32x4.mul(y, d2));
      t3 = f32x4.add(t3, f32x4.mul(y, d3));
    }
    const d4 = v128.load(d, 64);
    const d5 = v128.load(d, 80);
    s4 = f32x4.add(s4, f32x4.mul(x, d4));
    s5 = f32x4.add(s5, f32x4.mul(x, d5));
    if (two) {
      t4 = f32x4.add(t4, f32x4.mul(y, d4));
      t5 = f32x4.add(t5, f32x4.mul(y, d5));
    }
    if (wide) {
      const d6 = v128.load(d, 96);
      const d7 = v128.load(d, 112);
      s6 = f32x4.add(s6, f32x4.mul(x, d6));
      s7 = f32x4.add(s7, f32x4.mul(x, d7));
      if (two) {
        t6 = f32x4.add(t6, f32x4.mul(y, d6));
        t7 = f32x4.add(t7, f32x4.mul(y, d7));
      }
    }
    pairs += PAIR;
  } while (pairs < end);
  addTo(wide, dW, s0, s1, s2, s3, s4, s5, s6, s7);
  if (two) addTo(wide, dW + next, t0, t1, t2, t3, t4, t5, t6, t7);
}

@inline
function addTo(
  wide: bool, to: usize, s0: v128, s1: v128, s2: v128, s3: v128, s4: v128, s5: v128, s6: v128, s7: v128,
): void {
  s0 = f32x4.add(v128.load(to), s0);
  s1 = f32x4.add(v128.load(to, 16), s1);
  s2 = f32x4.add(v128.load(to, 32), s2);
  s3 = f32x4.add(v128.load(to, 48), s3);
  s4 = f32x4.add(v128.load(to, 64), s4);
  s5 = f32x4.add(v128.load(to, 80), s5);
  if (wide) s6 = f32x4.add(v128.load(to, 96), s6);
  if (wide) s7 = f32x4.add(v128.load(to, 112), s7);
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  if (wide) v128.store(to, s6, 96);
  if (wide) v128.store(to, s7, 112);
}

/** dW [length][gates][8] += what the pairs say. */
function tile(gates: i32, length: i32, pairs: usize, end: usize, da: usize, values: usize, dW: usize): void {
  if (pairs == end) return;
  const column = columnBytes(gates);
  let c = 0;
  for (; c + 2 <= length; c += 2) {
    if (gates == 4) columns(true, true, pairs, end, da, values, dW, column);
    else columns(false, true, pairs, end, da, values, dW, column);
    values += 8;
    dW += 2 * column;
  }
  if (c == length) return;
  if (gates == 4) columns(true, false, pairs, end, da, values, dW, 0);
  else columns(false, false, pairs, end, da, values, dW, 0);
}

/** Copies a panel of each entry of a chunk to GRADIENTS. */
function copyGradients(first: usize, end: usize, size: usize, column: usize, da: usize): void {
  let to = GRADIENTS;
  for (let entry = first; entry < end; entry += ENTRY) {
    const from = da + placeOf(entry) * size;
    for (let r: usize = 0; r < column; r += 32, to += 32) {
      const low = v128.load(from + r);
      const high = v128.load(from + r, 16);
      v128.store(to, low);
      v128.store(to, high, 16);
    }
  }
}

/** The entries of a chunk, each with its rows of GRADIENTS and INPUTS. */
function pairInputs(first: usize, end: usize, column: usize, pairs: usize): usize {
  let d: usize = 0;
  let value: usize = 0;
  for (let entry = first; entry < end; entry += ENTRY, pairs += PAIR, d += column, value += LINE) {
    i64.store(pairs, pairOf(d, value));
  }
  return pairs;
}

/** Copies `width` <= 16 numbers of each entry's sample from x [batch][columns] on to INPUTS. */
function copyInputs(first: usize, end: usize, width: i32, columns: i32, x: usize): void {
  let to = INPUTS;
  for (let entry = first; entry < end; entry += ENTRY, to += LINE) {
    const from = x + sampleOf(entry) * bytes(columns);
    if (width == WIDTH) copyLine(from, to);
    else copyNumbers(width, from, to);
  }
}

@inline
function pairOf(d: usize, value: usize): i64 {
  return <i64>d | (<i64>value << 32);
}

/** The entries of a chunk with each group of columns that they read: a list of at most CHUNK each. */
function pairGroups(
  first: usize, end: usize, column: usize, width: usize,
  colGroups: i32, colList: usize, colCounts: usize, colSlots: i32, lengths: usize, pairs: usize,
): void {
  memory.fill(lengths, 0, bytes(colGroups));
  const next = <i64>width << 32;
  let d: usize = 0;
  for (let entry = first; entry < end; entry += ENTRY, d += column) {
    const b = sampleOf(entry);
    let list = colList + b * bytes(colSlots);
    const stop = list + bytes(i32.load(colCounts + (b << 2)));
    let pair = pairOf(d, b * <usize>colSlots * width);
    for (; list < stop; list += 4, pair += next) {
      const group = <usize>i32.load(list);
      const length = lengths + (group << 2);
      const last = <usize>i32.load(length);
      i32.store(length, i32(last + 1));
      i64.store(pairs + (group * <usize>CHUNK + last) * PAIR, pair);
    }
  }
}

/** Adds eight numbers of each entry to those at `to`. */
function biasOf(first: usize, end: usize, size: usize, da: usize, to: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (let entry = first; entry < end; entry += ENTRY) {
    const d = da + placeOf(entry) * size;
    s0 = f32x4.add(s0, v128.load(d));
    s1 = f32x4.add(s1, v128.load(d, 16));
  }
  s0 = f32x4.add(v128.load(to), s0);
  s1 = f32x4.add(v128.load(to, 16), s1);
  v128.store(to, s0);
  v128.store(to, s1, 16);
}

/** Numbers of scratch that groupWeightGradient takes for a number of groups of columns. */
export function groupScratch(colGroups: i32): i32 {
  return max(colGroups, 1) * (CHUNK * 2 + 1);
}

/**
 * Adds to dW [panels][columns][gates][8] over all samples; rows as in groupForward, da as in groupInputGradient. Columns and
 * values as in groupForward, colGroups of them or, where colList is 0, the first colGroups columns.
 * Order of the sums: the samples that have a group of rows, ascending, are cut into chunks of 256, of 128 where
 * colList is 0; what those of a chunk have in common with a column is summed ascending from 0, and the sum is added to what is
 * there.
 */
export function groupWeightGradient(
  groups: i32, groupSize: i32, gates: i32, starts: usize, entries: usize, da: usize, columns: i32,
  colList: usize, colCounts: usize, colSlots: i32, colGroups: i32, length: i32, values: usize, dW: usize, scratch: usize,
): void {
  const panels = panelsOf(groupSize);
  const column = columnBytes(gates);
  const size = <usize>panels * column;
  const panel = <usize>columns * column;
  const pairs = colList ? scratch + bytes(colGroups) : scratch;
  for (let q = 0; q < groups; q++) {
    const stop = entries + <usize>at(starts, q + 1) * ENTRY;
    const to = dW + <usize>(q * panels) * panel;
    const chunk = <usize>(colList ? CHUNK : CHUNK_OF_ALL) * ENTRY;
    for (let first = entries + <usize>at(starts, q) * ENTRY; first < stop; first += chunk) {
      const end = min(stop, first + chunk);
      if (!colList) {
        const last = pairInputs(first, end, column, pairs);
        for (let j = 0; j < panels; j++) {
          copyGradients(first, end, size, column, da + <usize>j * column);
          for (let c = 0; c < colGroups; c += WIDTH) {
            const width = min(WIDTH, colGroups - c);
            copyInputs(first, end, width, colGroups, values + bytes(c));
            tile(gates, width, pairs, last, GRADIENTS, INPUTS, to + <usize>j * panel + <usize>c * column);
          }
        }
        continue;
      }
      pairGroups(first, end, column, bytes(length), colGroups, colList, colCounts, colSlots, scratch, pairs);
      for (let j = 0; j < panels; j++) {
        copyGradients(first, end, size, column, da + <usize>j * column);
        for (let g = 0; g < colGroups; g++) {
          const list = pairs + <usize>(g * CHUNK) * PAIR;
          const last = list + <usize>at(scratch, g) * PAIR;
          const target = to + <usize>j * panel + <usize>(g * length) * column;
          tile(gates, length, list, last, GRADIENTS, values, target);
        }
      }
    }
  }
}

/** Adds to dBias [panels][gates][8] the sum of da over the samples that have a group, ascending from 0. */
export function groupBiasGradient(
  groups: i32, groupSize: i32, gates: i32, starts: usize, entries: usize, da: usize, dBias: usize,
): void {
  const panels = panelsOf(groupSize);
  const column = columnBytes(gates);
  const size = <usize>panels * column;
  for (let q = 0; q < groups; q++) {
    const first = entries + <usize>at(starts, q) * ENTRY;
    const end = entries + <usize>at(starts, q + 1) * ENTRY;
    for (let r: usize = 0; r < size; r += 32) biasOf(first, end, size, da + r, dBias + <usize>q * size + r);
  }
}
