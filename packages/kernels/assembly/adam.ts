/** Optimiser: Adam, Kingma & Ba (2015), algorithm 1, and the sums it needs around it. */
import { firstLanes, storeLanes } from './partial-store';

/** One step; `stepSize` holds the corrections for the bias of both moments. */
export function adamStep(
  n: i32, p: usize, g: usize, m: usize, v: usize,
  beta1: f64, beta2: f64, stepSize: f64, epsilon: f64, gradientScale: f64,
): void {
  if (n <= 0) return;
  const b1 = f32x4.splat(<f32>beta1);
  const b2 = f32x4.splat(<f32>beta2);
  const c1 = f32x4.splat(<f32>(1 - beta1));
  const c2 = f32x4.splat(<f32>(1 - beta2));
  const step = f32x4.splat(<f32>stepSize);
  const small = f32x4.splat(<f32>epsilon);
  const scale = f32x4.splat(<f32>gradientScale);
  let at: usize = 0;
  do {
    const gradient = f32x4.mul(v128.load(g + at), scale);
    const first = f32x4.add(f32x4.mul(b1, v128.load(m + at)), f32x4.mul(c1, gradient));
    const second = f32x4.add(f32x4.mul(b2, v128.load(v + at)), f32x4.mul(c2, f32x4.mul(gradient, gradient)));
    const change = f32x4.div(f32x4.mul(step, first), f32x4.add(f32x4.sqrt(second), small));
    storeLanes(m + at, first, n);
    storeLanes(v + at, second, n);
    storeLanes(p + at, f32x4.sub(v128.load(p + at), change), n);
    at += 16;
    n -= 4;
  } while (n > 0);
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
  if (n <= 0) return;
  const by = f32x4.splat(factor);
  do {
    storeLanes(y, f32x4.mul(v128.load(x), by), n);
    x += 16;
    y += 16;
    n -= 4;
  } while (n > 0);
}

/** y += x. */
export function addInto(n: i32, x: usize, y: usize): void {
  for (; n > 0; n -= 4, x += 16, y += 16) storeLanes(y, f32x4.add(v128.load(y), v128.load(x)), n);
}

/** y += a b, number by number. */
export function mulAddInto(n: i32, a: usize, b: usize, y: usize): void {
  for (; n > 0; n -= 4, a += 16, b += 16, y += 16) {
    storeLanes(y, f32x4.add(v128.load(y), f32x4.mul(v128.load(a), v128.load(b))), n);
  }
}
