/**
 * Dense products of row-major float32 matrices: C (+)= A B and C (+)= A' B.
 *
 * B is packed, see packing.ts, and multiplied tile by tile, see gemm-tiles.ts. A panel is as wide as a cache line, so C is
 * written line by line.
 *
 * Order of the sum of gemm and gemmTN, for every element alike: the inner dimension is cut into blocks of DEPTH; in a block
 * products are added in ascending order to a sum that starts at 0, and the block's sum is added to C. An element therefore depends on
 * its row of A and its column of B alone, bit for bit: not on m, n, strides or its place in the matrix.
 */
import { bytes, clearRows } from './copy';
import { tiles } from './gemm-tiles';
import { LINE, WIDTH } from './panel';

/** Rows of a panel that are multiplied before C is touched: 16 KiB, half of a first-level cache. */
export const DEPTH: i32 = 256;
/** Rows of A that every panel meets before the next come: a block of them stays in a second-level cache. */
const ROWS: i32 = 64;
/**
 * A block of A, DEPTH rows of ROWS numbers, that gemmTN copies out of a wide A, whose columns would evict each other: four
 * columns after another, so that what a tile reads is one run of memory.
 */
const BLOCK: usize = memory.data(65536, 64);

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
  const row = bytes(lda);
  for (let i = 0; i < m; i += ROWS) {
    const rows = min(m - i, ROWS);
    for (let r = 0; r < k; r += DEPTH) {
      const depth = min(k - r, DEPTH);
      const add = r > 0 ? 1 : accumulate;
      for (let j = 0; j < n; j += WIDTH) {
        const panel = packed + (<usize>k * <usize>(j / WIDTH) + <usize>r) * LINE;
        tiles(rows, min(n - j, WIDTH), depth, a + bytes(r), 4 * row, row, 4, panel, c + bytes(j), bytes(ldc), add);
      }
    }
    a += ROWS * row;
    c += ROWS * bytes(ldc);
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
    const four = <usize>depth << 4;
    for (let i = 0; i < m; i += ROWS) {
      const rows = min(m - i, ROWS);
      copyFours(rows, depth, a + (<usize>r * <usize>lda + <usize>i) * 4, bytes(lda), four);
      const to = c + <usize>i * bytes(ldc);
      for (let j = 0; j < n; j += WIDTH) {
        const panel = packed + (<usize>k * <usize>(j / WIDTH) + <usize>r) * LINE;
        tiles(rows, min(n - j, WIDTH), depth, BLOCK, four, 4, 16, panel, to + bytes(j), bytes(ldc), add);
      }
    }
  }
}

/** BLOCK = `depth` rows of `rows` numbers, four columns after another, `four` bytes from one to the next. */
function copyFours(rows: i32, depth: i32, from: usize, stride: usize, four: usize): void {
  const end = bytes(rows);
  for (let s = 0; s < depth; s++) {
    let to = BLOCK + (<usize>s << 4);
    for (let at: usize = 0; at < end; at += 16) {
      v128.store(to, v128.load(from + at));
      to += four;
    }
    from += stride;
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
    tiles(m, min(n - j, WIDTH), k, a, 4 * bytes(row), bytes(row), bytes(step), panel, c + bytes(j), bytes(ldc), accumulate);
  }
}
