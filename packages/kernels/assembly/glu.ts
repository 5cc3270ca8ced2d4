/**
 * Gated linear unit and Gaussian error linear unit.
 *
 *   glu(a1, a2) = a1 sigmoid(a2)                                                Dauphin et al. 2017
 *   gelu(x) = x / 2 (1 + tanh(z)) = x sigmoid(2 z), z = sqrt(2 / pi) (x + 0.044715 x^3)   Hendrycks & Gimpel 2016
 *
 * Masked: y = m gelu(x), and y = u + m glu(a), with the same bits as one operation after the other.
 */
import { sigmoidV } from './math';
import { storeLanes } from './partial-store';

/** 2 sqrt(2 / pi), and 0.044715 times that. */
const SLOPE: f32 = 1.5957691216057308;
const CUBIC: f32 = 0.07135481282726506;
/** From here on gelu(x) is x or 0 in float32; clamping keeps x^3 and Infinity times 0 away. */
const LIMIT: f32 = 12;

/** NaN stays: pmin and pmax return their first argument unless the second is beyond it. */
@inline
function clamp(x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(LIMIT)), f32x4.splat(-LIMIT));
}

@inline
function geluV(x: v128): v128 {
  const c = clamp(x);
  const z = f32x4.mul(c, f32x4.add(f32x4.splat(SLOPE), f32x4.mul(f32x4.splat(CUBIC), f32x4.mul(c, c))));
  return f32x4.mul(f32x4.pmax(x, f32x4.splat(-LIMIT)), sigmoidV(z));
}

/** The derivative of gelu. */
@inline
function geluSlopeV(x: v128): v128 {
  const c = clamp(x);
  const square = f32x4.mul(c, c);
  const z = f32x4.mul(c, f32x4.add(f32x4.splat(SLOPE), f32x4.mul(f32x4.splat(CUBIC), square)));
  const dz = f32x4.add(f32x4.splat(SLOPE), f32x4.mul(f32x4.splat(3 * CUBIC), square));
  // The sigmoid on its small side keeps the digits of s (1 - s), which dz multiplies.
  const small = sigmoidV(f32x4.neg(f32x4.abs(z)));
  const large = f32x4.sub(f32x4.splat(1), small);
  const s = v128.bitselect(small, large, f32x4.lt(z, f32x4.splat(0)));
  return f32x4.add(s, f32x4.mul(f32x4.mul(small, large), f32x4.mul(c, dz)));
}

export function gelu(n: i32, x: usize, y: usize): void {
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    storeLanes(y + at, geluV(v128.load(x + at)), n - i);
  }
}

export function geluBackward(n: i32, x: usize, dy: usize, dx: usize): void {
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    storeLanes(dx + at, f32x4.mul(v128.load(dy + at), geluSlopeV(v128.load(x + at))), n - i);
  }
}

export function glu(rows: i32, n: i32, a: usize, y: usize): void {
  const row = (<usize>n) << 2;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < n; i += 4) {
      const at = (<usize>i) << 2;
      const value = f32x4.mul(v128.load(a + at), sigmoidV(v128.load(a + row + at)));
      storeLanes(y + at, value, n - i);
    }
    a += row << 1;
    y += row;
  }
}

export function gluBackward(rows: i32, n: i32, a: usize, dy: usize, da: usize): void {
  const row = (<usize>n) << 2;
  const one = f32x4.splat(1);
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < n; i += 4) {
      const at = (<usize>i) << 2;
      const s = sigmoidV(v128.load(a + row + at));
      const left = f32x4.mul(v128.load(dy + at), s);
      const right = f32x4.mul(f32x4.mul(left, f32x4.sub(one, s)), v128.load(a + at));
      storeLanes(da + at, left, n - i);
      storeLanes(da + row + at, right, n - i);
    }
    a += row << 1;
    da += row << 1;
    dy += row;
  }
}

/** y = mask gelu(x). */
export function maskedGelu(n: i32, x: usize, mask: usize, y: usize): void {
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const y0 = f32x4.mul(v128.load(mask), geluV(v128.load(x)));
    const y1 = f32x4.mul(v128.load(mask, 16), geluV(v128.load(x, 16)));
    v128.store(y, y0);
    v128.store(y, y1, 16);
    x += 32;
    mask += 32;
    y += 32;
  }
  for (; i < n; i += 4) {
    storeLanes(y, f32x4.mul(v128.load(mask), geluV(v128.load(x))), n - i);
    x += 16;
    mask += 16;
    y += 16;
  }
}

/** Gradient of mask gelu(x) in d, of x out of it; dMask += d gelu(x), if it is wanted, a literal. */
@inline
function geluBack(wanted: bool, n: i32, x: usize, mask: usize, d: usize, dMask: usize): void {
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const d0 = v128.load(d);
    const d1 = v128.load(d, 16);
    if (wanted) {
      const m0 = f32x4.add(v128.load(dMask), f32x4.mul(d0, geluV(x0)));
      const m1 = f32x4.add(v128.load(dMask, 16), f32x4.mul(d1, geluV(x1)));
      v128.store(dMask, m0);
      v128.store(dMask, m1, 16);
      dMask += 32;
    }
    const y0 = f32x4.mul(f32x4.mul(v128.load(mask), d0), geluSlopeV(x0));
    const y1 = f32x4.mul(f32x4.mul(v128.load(mask, 16), d1), geluSlopeV(x1));
    v128.store(d, y0);
    v128.store(d, y1, 16);
    x += 32;
    mask += 32;
    d += 32;
  }
  for (; i < n; i += 4) {
    const x0 = v128.load(x);
    const d0 = v128.load(d);
    if (wanted) {
      storeLanes(dMask, f32x4.add(v128.load(dMask), f32x4.mul(d0, geluV(x0))), n - i);
      dMask += 16;
    }
    storeLanes(d, f32x4.mul(f32x4.mul(v128.load(mask), d0), geluSlopeV(x0)), n - i);
    x += 16;
    mask += 16;
    d += 16;
  }
}

export function maskedGeluBackward(n: i32, x: usize, mask: usize, d: usize, dMask: usize): void {
  if (dMask) geluBack(true, n, x, mask, d, dMask);
  else geluBack(false, n, x, mask, d, 0);
}

/** y = u + mask glu(a). */
export function maskedGlu(rows: i32, n: i32, a: usize, mask: usize, u: usize, y: usize): void {
  const row = (<usize>n) << 2;
  for (let r = 0; r < rows; r++) {
    const gate = a + row;
    let at: usize = 0;
    for (; at + 32 <= row; at += 32) {
      const o0 = f32x4.mul(v128.load(a + at), sigmoidV(v128.load(gate + at)));
      const o1 = f32x4.mul(v128.load(a + at, 16), sigmoidV(v128.load(gate + at, 16)));
      const y0 = f32x4.add(f32x4.mul(v128.load(mask + at), o0), v128.load(u + at));
      const y1 = f32x4.add(f32x4.mul(v128.load(mask + at, 16), o1), v128.load(u + at, 16));
      v128.store(y + at, y0);
      v128.store(y + at, y1, 16);
    }
    for (; at < row; at += 16) {
      const o = f32x4.mul(v128.load(a + at), sigmoidV(v128.load(gate + at)));
      const value = f32x4.add(f32x4.mul(v128.load(mask + at), o), v128.load(u + at));
      storeLanes(y + at, value, <i32>((row - at) >> 2));
    }
    a += row << 1;
    mask += row;
    u += row;
    y += row;
  }
}

/** Gradients of mask glu(a) in dy, of a out; dMask += dy glu(a), if it is wanted, a literal. da may be a. */
@inline
function gluBack(
  wanted: bool, rows: i32, n: i32, a: usize, mask: usize, dy: usize, da: usize, dMask: usize,
): void {
  const row = (<usize>n) << 2;
  const one = f32x4.splat(1);
  for (let r = 0; r < rows; r++) {
    const gate = a + row;
    const dGate = da + row;
    let at: usize = 0;
    for (; at + 32 <= row; at += 32) {
      const s0 = sigmoidV(v128.load(gate + at));
      const s1 = sigmoidV(v128.load(gate + at, 16));
      const v0 = v128.load(a + at);
      const v1 = v128.load(a + at, 16);
      const d0 = v128.load(dy + at);
      const d1 = v128.load(dy + at, 16);
      if (wanted) {
        const m0 = f32x4.add(v128.load(dMask + at), f32x4.mul(d0, f32x4.mul(v0, s0)));
        const m1 = f32x4.add(v128.load(dMask + at, 16), f32x4.mul(d1, f32x4.mul(v1, s1)));
        v128.store(dMask + at, m0);
        v128.store(dMask + at, m1, 16);
      }
      const left0 = f32x4.mul(f32x4.mul(v128.load(mask + at), d0), s0);
      const left1 = f32x4.mul(f32x4.mul(v128.load(mask + at, 16), d1), s1);
      const right0 = f32x4.mul(f32x4.mul(left0, f32x4.sub(one, s0)), v0);
      const right1 = f32x4.mul(f32x4.mul(left1, f32x4.sub(one, s1)), v1);
      v128.store(da + at, left0);
      v128.store(da + at, left1, 16);
      v128.store(dGate + at, right0);
      v128.store(dGate + at, right1, 16);
    }
    for (; at < row; at += 16) {
      const left4 = <i32>((row - at) >> 2);
      const s = sigmoidV(v128.load(gate + at));
      const v = v128.load(a + at);
      const d = v128.load(dy + at);
      if (wanted) {
        storeLanes(dMask + at, f32x4.add(v128.load(dMask + at), f32x4.mul(d, f32x4.mul(v, s))), left4);
      }
      const left = f32x4.mul(f32x4.mul(v128.load(mask + at), d), s);
      const right = f32x4.mul(f32x4.mul(left, f32x4.sub(one, s)), v);
      storeLanes(da + at, left, left4);
      storeLanes(dGate + at, right, left4);
    }
    a += row << 1;
    da += row << 1;
    mask += row;
    dy += row;
    if (wanted) dMask += row;
  }
}

export function maskedGluBackward(
  rows: i32, n: i32, a: usize, mask: usize, dy: usize, da: usize, dMask: usize,
): void {
  if (dMask) gluBack(true, rows, n, a, mask, dy, da, dMask);
  else gluBack(false, rows, n, a, mask, dy, da, 0);
}
