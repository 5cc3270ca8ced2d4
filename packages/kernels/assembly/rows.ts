/** Rows of row-major float32 matrices: filled, summed, reordered. */
import { bytes, clearRows, copyNumbers } from './copy';
import { storeLanes } from './partial-store';

/** Every row of C [m, n] = bias [n]. */
export function fillRows(m: i32, n: i32, bias: usize, c: usize, ldc: i32): void {
  for (let i = 0; i < m; i++) copyNumbers(n, bias, c + <usize>i * bytes(ldc));
}

/**
 * out [n] = (accumulate ? out : 0) + sums of the columns of A [m, n]. Rows are added eight at a time, a pairwise sum
 * first, then one by one: the order depends on m alone.
 */
export function sumRows(m: i32, n: i32, a: usize, lda: i32, out: usize, accumulate: i32): void {
  if (!accumulate) clearRows(1, n, out, n);
  const stride = bytes(lda);
  let i = 0;
  for (; i + 8 <= m; i += 8) {
    addEightRows(n, a, stride, out);
    a += 8 * stride;
  }
  for (; i < m; i++) {
    for (let j = 0; j < n; j += 4) {
      const to = out + bytes(j);
      storeLanes(to, f32x4.add(v128.load(to), v128.load(a + bytes(j))), n - j);
    }
    a += stride;
  }
}

function addEightRows(n: i32, a: usize, stride: usize, out: usize): void {
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    const p = a + bytes(j);
    const to = out + bytes(j);
    const s0 = f32x4.add(v128.load(to), eightRows(p, stride));
    const s1 = f32x4.add(v128.load(to, 16), eightRows(p + 16, stride));
    v128.store(to, s0);
    v128.store(to, s1, 16);
  }
  for (; j < n; j += 4) {
    const to = out + bytes(j);
    storeLanes(to, f32x4.add(v128.load(to), eightRows(a + bytes(j), stride)), n - j);
  }
}

/** Sum of the vectors at p in eight rows, in pairs. */
@inline
function eightRows(p: usize, stride: usize): v128 {
  const s3 = 3 * stride;
  const q = p + 4 * stride;
  const first = f32x4.add(
    f32x4.add(v128.load(p), v128.load(p + stride)),
    f32x4.add(v128.load(p + 2 * stride), v128.load(p + s3)),
  );
  const second = f32x4.add(
    f32x4.add(v128.load(q), v128.load(q + stride)),
    f32x4.add(v128.load(q + 2 * stride), v128.load(q + s3)),
  );
  return f32x4.add(first, second);
}

/** [p, q, n] becomes [q, p, n]; the two may not overlap. */
export function swapAxes(p: i32, q: i32, n: i32, from: usize, to: usize): void {
  const size = bytes(n);
  for (let j = 0; j < q; j++) {
    let row = from + <usize>j * size;
    for (let i = 0; i < p; i++) {
      copyNumbers(n, row, to);
      row += <usize>q * size;
      to += size;
    }
  }
}
