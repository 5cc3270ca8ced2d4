/**
 * Products of gemm.ts whose left side is mostly zeros: C (+)= A B and C (+)= A' B over the numbers of A that are not 0.
 *
 * The order of the sums is that of gemm.ts, and where B is finite so are the bits: what is left out is ±0, and a sum that
 * starts at +0 is never -0, so adding it changes nothing. A number of B that meets zeros alone is not read, be it NaN.
 *
 * B is packed, see packing.ts; two panels, 32 columns, are a tile for one row of A. A's numbers are listed first, each
 * with the place of its row in a panel.
 */
import { bytes, clearRows, copyNumbers } from './copy';
import { DEPTH } from './gemm';
import { LINE, WIDTH } from './panel';

/** Rows of A, or in A' B columns, that are listed at a time. */
const ROWS: i32 = 32;
/** Bytes of an entry: its row's place in a panel, and the number. */
const ENTRY: usize = 8;
/** Bytes of a list: as many entries as a block has rows. */
const LIST: usize = 2048;
/** A list for each of ROWS, and where each ends. */
const LISTS: usize = memory.data(65536, 64);
const ENDS: usize = memory.data(128, 64);
/** Where a tile goes first that is wider than what is left of C. */
const EDGE: usize = memory.data(128, 64);

/** C [m, n] = A [m, k] B, k > 0, and if there is a bias [n], that plus the product. */
export function sparseGemm(
  m: i32, n: i32, k: i32, a: usize, lda: i32, packed: usize, bias: usize, c: usize, ldc: i32,
): void {
  for (let r = 0; r < k; r += DEPTH) {
    const depth = min(k - r, DEPTH);
    for (let i = 0; i < m; i += ROWS) {
      const rows = min(m - i, ROWS);
      let from = a + bytes(r) + <usize>i * bytes(lda);
      for (let j = 0; j < rows; j++, from += bytes(lda)) {
        store<usize>(ENDS + bytes(j), listRow(depth, from, LISTS + <usize>j * LIST));
      }
      const to = c + <usize>i * bytes(ldc);
      const base = r > 0 ? to : bias;
      tiles(rows, n, k, packed + <usize>r * LINE, base, r > 0 ? bytes(ldc) : 0, to, bytes(ldc));
    }
  }
}

/** C [m, n] = (accumulate ? C : 0) + A' B with A stored [k, m]. */
export function sparseGemmTN(
  m: i32, n: i32, k: i32, a: usize, lda: i32, packed: usize, c: usize, ldc: i32, accumulate: i32,
): void {
  if (k <= 0 && !accumulate) clearRows(m, n, c, ldc);
  for (let r = 0; r < k; r += DEPTH) {
    const depth = min(k - r, DEPTH);
    const add = r > 0 ? 1 : accumulate;
    for (let i = 0; i < m; i += ROWS) {
      const columns = min(m - i, ROWS);
      listColumns(depth, columns, a + <usize>r * bytes(lda) + bytes(i), bytes(lda));
      const to = c + <usize>i * bytes(ldc);
      tiles(columns, n, k, packed + <usize>r * LINE, add ? to : 0, bytes(ldc), to, bytes(ldc));
    }
  }
}

/** Which of 16 numbers are not 0, a bit each. */
@inline
function bitsOf(a: usize): u32 {
  const zero = f32x4.splat(0);
  const low = i16x8.narrow_i32x4_s(f32x4.ne(v128.load(a), zero), f32x4.ne(v128.load(a, 16), zero));
  const high = i16x8.narrow_i32x4_s(f32x4.ne(v128.load(a, 32), zero), f32x4.ne(v128.load(a, 48), zero));
  return <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}

/** Which of up to 32 numbers are not 0. */
@inline
function nonzeros(a: usize, n: i32): u32 {
  const bits = n > 16 ? bitsOf(a) | (bitsOf(a + 64) << 16) : bitsOf(a);
  return n < 32 ? bits & ((<u32>1 << n) - 1) : bits;
}

/** Lists one row; returns the list's end. */
function listRow(depth: i32, a: usize, list: usize): usize {
  for (let i = 0; i < depth; i += 32) {
    const from = a + bytes(i);
    for (let bits = nonzeros(from, depth - i); bits != 0; bits &= bits - 1, list += ENTRY) {
      const j = <i32>ctz(bits);
      store<i32>(list, (i + j) * <i32>LINE);
      store<f32>(list, load<f32>(from + bytes(j)), 4);
    }
  }
  return list;
}

/** Lists up to ROWS columns of `depth` rows, `stride` bytes apart. */
function listColumns(depth: i32, columns: i32, a: usize, stride: usize): void {
  for (let j = 0; j < columns; j++) store<usize>(ENDS + bytes(j), LISTS + <usize>j * LIST);
  let place: i32 = 0;
  for (let s = 0; s < depth; s++, a += stride, place += <i32>LINE) {
    for (let bits = nonzeros(a, columns); bits != 0; bits &= bits - 1) {
      const j = bytes(<i32>ctz(bits));
      const to = load<usize>(ENDS + j);
      store<i32>(to, place);
      store<f32>(to, load<f32>(a + j), 4);
      store<usize>(ENDS + j, to + ENTRY);
    }
  }
}

/**
 * The listed rows times all panels, two at a time; panels are `k` rows apart. The sums are added to the lines at `base`, rows
 * `baseRow` bytes apart (0: to nothing), and go to c.
 */
function tiles(rows: i32, n: i32, k: i32, panels: usize, base: usize, baseRow: usize, c: usize, ldc: usize): void {
  const panel = <usize>k * LINE;
  for (let j = 0; j < n; j += 2 * WIDTH, panels += 2 * panel, c += 2 * LINE) {
    const width = min(n - j, 2 * WIDTH);
    // An odd last panel is taken twice: what would come of the next one is not written.
    const next = width > WIDTH ? panel : 0;
    let to = c;
    let from = base;
    for (let i = 0; i < rows; i++, to += ldc) {
      const list = LISTS + <usize>i * LIST;
      const end = load<usize>(ENDS + bytes(i));
      if (width == 2 * WIDTH) {
        tile(list, end, panels, next, from, to);
      } else {
        if (from) copyNumbers(width, from, EDGE);
        tile(list, end, panels, next, from ? EDGE : 0, EDGE);
        copyNumbers(width, EDGE, to);
      }
      if (base) from += baseRow;
    }
    if (base) base += 2 * LINE;
  }
}

/** c = base + one list times two panels, 32 numbers. */
function tile(list: usize, end: usize, b: usize, next: usize, base: usize, c: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  while (list < end) {
    const p = b + <usize>load<i32>(list);
    const x = v128.load32_splat(list, 4);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(p)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(p, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(p, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(p, 48)));
    const q = p + next;
    t0 = f32x4.add(t0, f32x4.mul(x, v128.load(q)));
    t1 = f32x4.add(t1, f32x4.mul(x, v128.load(q, 16)));
    t2 = f32x4.add(t2, f32x4.mul(x, v128.load(q, 32)));
    t3 = f32x4.add(t3, f32x4.mul(x, v128.load(q, 48)));
    list += ENTRY;
  }
  if (base) {
    s0 = f32x4.add(v128.load(base), s0);
    s1 = f32x4.add(v128.load(base, 16), s1);
    s2 = f32x4.add(v128.load(base, 32), s2);
    s3 = f32x4.add(v128.load(base, 48), s3);
    t0 = f32x4.add(v128.load(base, 64), t0);
    t1 = f32x4.add(v128.load(base, 80), t1);
    t2 = f32x4.add(v128.load(base, 96), t2);
    t3 = f32x4.add(v128.load(base, 112), t3);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
  v128.store(c, t0, 64);
  v128.store(c, t1, 80);
  v128.store(c, t2, 96);
  v128.store(c, t3, 112);
}
