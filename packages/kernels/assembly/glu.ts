/**
 * Gated linear unit and Gaussian error linear unit.
 *
 *   glu(a1, a2) = a1 sigmoid(a2)                                                Dauphin et al. 2017
 *   gelu(x) = x / 2 (1 + tanh(z)) = x sigmoid(2 z), z = sqrt(2 / pi) (x + 0.044715 x^3)   Hendrycks & Gimpel 2016
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
