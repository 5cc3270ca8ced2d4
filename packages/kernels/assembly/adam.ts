/**
 * Optimiser: Adam, Kingma & Ba (2015), algorithm 1, and the sums it needs around it. Two neighbouring vectors a round, for V8
 * to join.
 */
import { firstLanes, storeLanes } from './partial-store';

/** One step; `stepSize` holds the corrections for the bias of both moments. */
export function adamStep(
  n: i32, p: usize, g: usize, m: usize, v: usize,
  beta1: f64, beta2: f64, stepSize: f64, epsilon: f64, gradientScale: f64,
): void {
  const b1 = f32x4.splat(<f32>beta1);
  const b2 = f32x4.splat(<f32>beta2);
  const c1 = f32x4.splat(<f32>(1 - beta1));
  const c2 = f32x4.splat(<f32>(1 - beta2));
  const step = f32x4.splat(<f32>stepSize);
  const small = f32x4.splat(<f32>epsilon);
  const scale = f32x4.splat(<f32>gradientScale);
  for (; n >= 8; n -= 8) {
    const g0 = f32x4.mul(v128.load(g), scale);
    const g1 = f32x4.mul(v128.load(g, 16), scale);
    const m0 = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(c1, g0));
    const m1 = f32x4.add(f32x4.mul(b1, v128.load(m, 16)), f32x4.mul(c1, g1));
    const v0 = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(c2, f32x4.mul(g0, g0)));
    const v1 = f32x4.add(f32x4.mul(b2, v128.load(v, 16)), f32x4.mul(c2, f32x4.mul(g1, g1)));
    const d0 = f32x4.div(f32x4.mul(step, m0), f32x4.add(f32x4.sqrt(v0), small));
    const d1 = f32x4.div(f32x4.mul(step, m1), f32x4.add(f32x4.sqrt(v1), small));
    const p0 = f32x4.sub(v128.load(p), d0);
    const p1 = f32x4.sub(v128.load(p, 16), d1);
    v128.store(m, m0);
    v128.store(m, m1, 16);
    v128.store(v, v0);
    v128.store(v, v1, 16);
    v128.store(p, p0);
    v128.store(p, p1, 16);
    g += 32;
    m += 32;
    v += 32;
    p += 32;
  }
  for (; n > 0; n -= 4) {
    const gradient = f32x4.mul(v128.load(g), scale);
    const first = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(c1, gradient));
    const second = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(c2, f32x4.mul(gradient, gradient)));
    const change = f32x4.div(f32x4.mul(step, first), f32x4.add(f32x4.sqrt(second), small));
    storeLanes(m, first, n);
    storeLanes(v, second, n);
    storeLanes(p, f32x4.sub(v128.load(p), change), n);
    g += 16;
    m += 16;
    v += 16;
    p += 16;
  }
}

/** Sum of squares in 64 bits: four sums by index modulo 4, added as (0 + 2) + (1 + 3). */
export function sumOfSquares(n: i32, g: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (; n > 0; n -= 4, g += 16) {
    const x = v128.and(v128.load(g), firstLanes(n));
    const a = f64x2.promote_low_f32x4(x);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** y = factor x. */
export function scaleInto(n: i32, x: usize, factor: f32, y: usize): void {
  const by = f32x4.splat(factor);
  for (; n >= 8; n -= 8, x += 32, y += 32) {
    const y0 = f32x4.mul(v128.load(x), by);
    const y1 = f32x4.mul(v128.load(x, 16), by);
    v128.store(y, y0);
    v128.store(y, y1, 16);
  }
  for (; n > 0; n -= 4, x += 16, y += 16) storeLanes(y, f32x4.mul(v128.load(x), by), n);
}

/** y += x. */
export function addInto(n: i32, x: usize, y: usize): void {
  for (; n >= 8; n -= 8, x += 32, y += 32) {
    const y0 = f32x4.add(v128.load(y), v128.load(x));
    const y1 = f32x4.add(v128.load(y, 16), v128.load(x, 16));
    v128.store(y, y0);
    v128.store(y, y1, 16);
  }
  for (; n > 0; n -= 4, x += 16, y += 16) storeLanes(y, f32x4.add(v128.load(y), v128.load(x)), n);
}

/** y += a b, number by number. */
export function mulAddInto(n: i32, a: usize, b: usize, y: usize): void {
  for (; n >= 8; n -= 8, a += 32, b += 32, y += 32) {
    const y0 = f32x4.add(v128.load(y), f32x4.mul(v128.load(a), v128.load(b)));
    const y1 = f32x4.add(v128.load(y, 16), f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
    v128.store(y, y0);
    v128.store(y, y1, 16);
  }
  for (; n > 0; n -= 4, a += 16, b += 16, y += 16) {
    storeLanes(y, f32x4.add(v128.load(y), f32x4.mul(v128.load(a), v128.load(b))), n);
  }
}
