/**
 * Dense products of row-major float32 matrices: C (+)= A B and C (+)= A' B.
 *
 * B is packed, see packing.ts. A tile is 2 rows by 16 columns: 8 accumulators, 4 vectors of B and one number of A at a
 * time in the 16 vector registers; 6 loads feed 16 arithmetic instructions. A panel is as wide as a cache line, so C is
 * written line by line.
 *
 * Order of the sum of gemm and gemmTN, for every element alike: the inner dimension is cut into blocks of DEPTH; in a block products are
 * added in ascending order to a sum that starts at 0, and the block's sum is added to C. An element therefore depends on
 * its row of A and its column of B alone, bit for bit: not on m, n, strides or its place in the matrix.
 */
import { bytes, clearRows, copyLine } from './copy';
import { LINE, WIDTH } from './panel';

/** Rows of a panel that are multiplied before C is touched: 16 KiB, half of a first-level cache. */
const DEPTH: i32 = 256;
/** Where a tile goes first that is wider than what is left of C: two rows of a panel. */
const EDGE: usize = memory.data(128, 64);
/** A block of A, DEPTH rows of 16 numbers, that gemmTN copies out of a wide A: its columns would evict each other. */
const BLOCK: usize = memory.data(16384, 64);

/** C [m, n] = (accumulate ? C : 0) + A [m, k] B. */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  packed: usize,
  c: usize,
  ldc: i32,
  accumulate: i32,
): void {
  if (k <= 0 && !accumulate) clearRows(m, n, c, ldc);
  for (let r = 0; r < k; r += DEPTH) {
    const depth = min(k - r, DEPTH);
    const add = r > 0 ? 1 : accumulate;
    for (let j = 0; j < n; j += WIDTH) {
      const panel = packed + (<usize>k * <usize>(j / WIDTH) + <usize>r) * LINE;
      tiles(m, min(n - j, WIDTH), depth, a + bytes(r), bytes(lda), 4, panel, c + bytes(j), bytes(ldc), add);
    }
  }
}

/** C [m, n] = (accumulate ? C : 0) + A' B with A stored [k, m]. */
export function gemmTN(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  packed: usize,
  c: usize,
  ldc: i32,
  accumulate: i32,
): void {
  if (k <= 0 && !accumulate) clearRows(m, n, c, ldc);
  for (let r = 0; r < k; r += DEPTH) {
    const depth = min(k - r, DEPTH);
    const add = r > 0 ? 1 : accumulate;
    for (let i = 0; i < m; i += WIDTH) {
      const rows = min(m - i, WIDTH);
      let from = a + (<usize>r * <usize>lda + <usize>i) * 4;
      for (let s = 0; s < depth; s++) {
        copyLine(from, BLOCK + <usize>s * LINE);
        from += bytes(lda);
      }
      const to = c + <usize>i * bytes(ldc);
      for (let j = 0; j < n; j += WIDTH) {
        const panel = packed + (<usize>k * <usize>(j / WIDTH) + <usize>r) * LINE;
        tiles(rows, min(n - j, WIDTH), depth, BLOCK, 4, LINE, panel, to + bytes(j), bytes(ldc), add);
      }
    }
  }
}

/**
 * C [m, n] = (accumulate ? C : 0) + A [m, k] B, the inner dimension not cut: an element is one running sum from 0, in
 * ascending order. Number r of row i of A is i*row + r*step numbers into it.
 */
export function gemmRunning(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  row: i32,
  step: i32,
  packed: usize,
  c: usize,
  ldc: i32,
  accumulate: i32,
): void {
  if (k <= 0 && !accumulate) clearRows(m, n, c, ldc);
  if (k <= 0) return;
  for (let j = 0; j < n; j += WIDTH) {
    const panel = packed + (<usize>k * <usize>(j / WIDTH)) * LINE;
    tiles(m, min(n - j, WIDTH), k, a, bytes(row), bytes(step), panel, c + bytes(j), bytes(ldc), accumulate);
  }
}

/**
 * One panel times m rows of A: `width` columns of C. Number r of row i of A is at a + i*row + r*step; strides in bytes.
 */
function tiles(
  m: i32,
  width: i32,
  depth: i32,
  a: usize,
  row: usize,
  step: usize,
  panel: usize,
  c: usize,
  ldc: usize,
  accumulate: i32,
): void {
  const whole = width == WIDTH;
  let i = 0;
  for (; i + 2 <= m; i += 2) {
    if (whole) {
      tile2(depth, a, row, step, panel, c, ldc, accumulate);
    } else {
      tile2(depth, a, row, step, panel, EDGE, LINE, 0);
      finish(width, EDGE, c, accumulate);
      finish(width, EDGE + LINE, c + ldc, accumulate);
    }
    a += 2 * row;
    c += 2 * ldc;
  }
  if (i < m) {
    if (whole) {
      tile1(depth, a, step, panel, c, accumulate);
    } else {
      tile1(depth, a, step, panel, EDGE, 0);
      finish(width, EDGE, c, accumulate);
    }
  }
}

/** Two rows of A times a panel. The inner loop is not unrolled: the compiler would hoist loads and spill. */
function tile2(
  depth: i32,
  a: usize,
  row: usize,
  step: usize,
  b: usize,
  c: usize,
  ldc: usize,
  accumulate: i32,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  let a1 = a + row;
  const end = b + <usize>depth * LINE;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let x = v128.load_splat<f32>(a);
    s0 = f32x4.add(s0, f32x4.mul(x, b0));
    s1 = f32x4.add(s1, f32x4.mul(x, b1));
    s2 = f32x4.add(s2, f32x4.mul(x, b2));
    s3 = f32x4.add(s3, f32x4.mul(x, b3));
    x = v128.load_splat<f32>(a1);
    t0 = f32x4.add(t0, f32x4.mul(x, b0));
    t1 = f32x4.add(t1, f32x4.mul(x, b1));
    t2 = f32x4.add(t2, f32x4.mul(x, b2));
    t3 = f32x4.add(t3, f32x4.mul(x, b3));
    b += LINE;
    a += step;
    a1 += step;
  }
  putLine(c, s0, s1, s2, s3, accumulate);
  putLine(c + ldc, t0, t1, t2, t3, accumulate);
}

/** One row of A times a panel, the sums in the same order as tile2. */
function tile1(depth: i32, a: usize, step: usize, b: usize, c: usize, accumulate: i32): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const end = b + <usize>depth * LINE;
  while (b < end) {
    const x = v128.load_splat<f32>(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b, 48)));
    b += LINE;
    a += step;
  }
  putLine(c, s0, s1, s2, s3, accumulate);
}

@inline
function putLine(c: usize, s0: v128, s1: v128, s2: v128, s3: v128, accumulate: i32): void {
  if (accumulate) {
    s0 = f32x4.add(v128.load(c), s0);
    s1 = f32x4.add(v128.load(c, 16), s1);
    s2 = f32x4.add(v128.load(c, 32), s2);
    s3 = f32x4.add(v128.load(c, 48), s3);
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
}

/** Writes the first `width` numbers of an edge tile's row to C. */
function finish(width: i32, from: usize, c: usize, accumulate: i32): void {
  let j = 0;
  for (; j + 4 <= width; j += 4) {
    const v = v128.load(from);
    v128.store(c, accumulate ? f32x4.add(v128.load(c), v) : v);
    from += 16;
    c += 16;
  }
  for (; j < width; j++) {
    const v = load<f32>(from);
    store<f32>(c, accumulate ? load<f32>(c) + v : v);
    from += 4;
    c += 4;
  }
}
