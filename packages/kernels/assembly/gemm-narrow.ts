/** Tiles of a product with at most 8 columns: the head of a narrow output, a small router. */
import { LINE } from './panel';

/**
 * Four rows of A times the first `width` <= 8 columns of a panel, into four lines from `to`; the sums in the same order as
 * in wider tiles. Fewer columns leave registers for more rows, whose sums do not wait for each other.
 */
export function narrowTile(width: i32, depth: i32, a: usize, row: usize, step: usize, b: usize, to: usize): void {
  if (width <= 4) narrow(false, depth, a, row, step, b, to);
  else narrow(true, depth, a, row, step, b, to);
}

/** `eight` is a literal at every call: 8 columns, or 4. */
@inline
function narrow(eight: bool, depth: i32, a: usize, row: usize, step: usize, b: usize, to: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let t0 = s0;
  let t1 = s0;
  let u0 = s0;
  let u1 = s0;
  let w0 = s0;
  let w1 = s0;
  let a1 = a + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  const end = b + <usize>depth * LINE;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = eight ? v128.load(b, 16) : b0;
    let x = v128.load_splat<f32>(a);
    s0 = f32x4.add(s0, f32x4.mul(x, b0));
    if (eight) s1 = f32x4.add(s1, f32x4.mul(x, b1));
    x = v128.load_splat<f32>(a1);
    t0 = f32x4.add(t0, f32x4.mul(x, b0));
    if (eight) t1 = f32x4.add(t1, f32x4.mul(x, b1));
    x = v128.load_splat<f32>(a2);
    u0 = f32x4.add(u0, f32x4.mul(x, b0));
    if (eight) u1 = f32x4.add(u1, f32x4.mul(x, b1));
    x = v128.load_splat<f32>(a3);
    w0 = f32x4.add(w0, f32x4.mul(x, b0));
    if (eight) w1 = f32x4.add(w1, f32x4.mul(x, b1));
    b += LINE;
    a += step;
    a1 += step;
    a2 += step;
    a3 += step;
  }
  put(eight, to, s0, s1);
  put(eight, to + LINE, t0, t1);
  put(eight, to + 2 * LINE, u0, u1);
  put(eight, to + 3 * LINE, w0, w1);
}

@inline
function put(eight: bool, to: usize, low: v128, high: v128): void {
  v128.store(to, low);
  if (eight) v128.store(to, high, 16);
}
