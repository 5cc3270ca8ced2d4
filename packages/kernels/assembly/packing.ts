/**
 * Right-hand sides of products, packed into panels of 16 columns: number j of row r of panel p of a matrix [k, n] lies at
 * (p*k + r)*16 + j; columns behind the last are 0. A block of rows of a panel is one run of memory, so the same form
 * serves products that cut k into blocks.
 */
import { bytes, copyLine, copyNumbers } from './copy';
import { LINE, WIDTH } from './panel';

/** Numbers that the packed form of a matrix [k, n] takes. */
export function packedSize(k: i32, n: i32): i32 {
  return ((n + WIDTH - 1) / WIDTH) * WIDTH * k;
}

/** Packs B [k, n]. */
export function packB(k: i32, n: i32, b: usize, ldb: i32, out: usize): void {
  const stride = bytes(ldb);
  for (let j = 0; j < n; j += WIDTH) {
    let from = b + bytes(j);
    const end = out + <usize>k * LINE;
    if (n - j >= WIDTH) {
      while (out < end) {
        copyLine(from, out);
        from += stride;
        out += LINE;
      }
    } else {
      while (out < end) {
        memory.fill(out, 0, LINE);
        copyNumbers(n - j, from, out);
        from += stride;
        out += LINE;
      }
    }
  }
}

/** Packs B [k, n] given as its transpose [n, k]. */
export function packBT(k: i32, n: i32, bT: usize, ldb: i32, out: usize): void {
  const stride = bytes(ldb);
  const panel = <usize>k * LINE;
  for (let j = 0; j < n; j += WIDTH) {
    if (n - j < WIDTH) memory.fill(out, 0, panel);
    const last = min(n - j, WIDTH);
    let q = 0;
    for (; q + 4 <= last; q += 4) transposeFour(k, bT + <usize>(j + q) * stride, stride, out + bytes(q));
    for (; q < last; q++) {
      const from = bT + <usize>(j + q) * stride;
      const to = out + bytes(q);
      for (let r = 0; r < k; r++) store<f32>(to + <usize>r * LINE, load<f32>(from + bytes(r)));
    }
    out += panel;
  }
}

/** Four rows of k numbers become four columns of a panel. */
function transposeFour(k: i32, from: usize, stride: usize, to: usize): void {
  let r0 = from;
  let r1 = from + stride;
  let r2 = from + 2 * stride;
  let r3 = from + 3 * stride;
  let r = 0;
  for (; r + 4 <= k; r += 4) {
    const a = v128.load(r0);
    const b = v128.load(r1);
    const c = v128.load(r2);
    const d = v128.load(r3);
    const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5));
    v128.store(to, v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7), 64);
    v128.store(to, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5), 128);
    v128.store(to, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7), 192);
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
    to += 4 * LINE;
  }
  for (; r < k; r++) {
    store<f32>(to, load<f32>(r0));
    store<f32>(to, load<f32>(r1), 4);
    store<f32>(to, load<f32>(r2), 8);
    store<f32>(to, load<f32>(r3), 12);
    r0 += 4;
    r1 += 4;
    r2 += 4;
    r3 += 4;
    to += LINE;
  }
}
