/**
 * Layer normalisation (Ba et al. 2016) over the features that a mask m >= 0 leaves in.
 *
 *   mean = sum m x / S    variance = sum m (x - mean)^2 / S    S = sum m
 *   y = m (z gain + bias), z = (x - mean) r, r = (variance + epsilon)^(-1/2)
 *
 * Backward, with e = dy m gain, A = sum e, B = sum e z:
 *
 *   dx = r (e - m (A + B z) / S)
 *   dm = dy (z gain + bias) - (A z + B (z^2 - variance r^2) / 2) / S
 *
 * A row with S = 0 has mean 0, r = epsilon^(-1/2), and gradients without the terms over S. Without a mask, m = 1.
 */
import { constant, ONE } from './math';
import { firstLanes, storeLanes, sumLanes } from './partial-store';

@inline
function maskAt(mask: usize, at: usize, left: i32): v128 {
  return v128.and(mask == 0 ? constant(ONE) : v128.load(mask + at), firstLanes(left));
}
/** Four numbers at an address, 0 beyond the row's end: what lies there may be NaN. */
@inline
function within(from: usize, left: i32): v128 {
  return v128.and(v128.load(from), firstLanes(left));
}

export function layerNorm(
  rows: i32, n: i32, x: usize, mask: usize, maskStride: i32,
  gain: usize, bias: usize, epsilon: f32,
  y: usize, mean: usize, inverse: usize,
): void {
  const row = (<usize>n) << 2;
  for (let r = 0; r < rows; r++) {
    let weights = f32x4.splat(0);
    let sums = f32x4.splat(0);
    for (let i = 0; i < n; i += 4) {
      const at = (<usize>i) << 2;
      const m = maskAt(mask, at, n - i);
      weights = f32x4.add(weights, m);
      sums = f32x4.add(sums, f32x4.mul(m, within(x + at, n - i)));
    }
    const total = sumLanes(weights);
    const center: f32 = total == 0 ? 0 : sumLanes(sums) / total;
    const c = f32x4.splat(center);
    sums = f32x4.splat(0);
    for (let i = 0; i < n; i += 4) {
      const at = (<usize>i) << 2;
      const m = maskAt(mask, at, n - i);
      const d = v128.and(f32x4.sub(v128.load(x + at), c), firstLanes(n - i));
      sums = f32x4.add(sums, f32x4.mul(m, f32x4.mul(d, d)));
    }
    const variance: f32 = total == 0 ? 0 : sumLanes(sums) / total;
    const scale: f32 = 1 / sqrt<f32>(variance + epsilon);
    const s = f32x4.splat(scale);
    for (let i = 0; i < n; i += 4) {
      const at = (<usize>i) << 2;
      const m = maskAt(mask, at, n - i);
      const z = f32x4.mul(f32x4.sub(v128.load(x + at), c), s);
      const value = f32x4.add(f32x4.mul(z, v128.load(gain + at)), v128.load(bias + at));
      storeLanes(y + at, f32x4.mul(m, value), n - i);
    }
    store<f32>(mean + ((<usize>r) << 2), center);
    store<f32>(inverse + ((<usize>r) << 2), scale);
    x += row;
    y += row;
    mask += mask == 0 ? 0 : (<usize>maskStride) << 2;
  }
}

export function layerNormBackward(
  rows: i32, n: i32, x: usize, mask: usize, maskStride: i32,
  gain: usize, bias: usize, epsilon: f32,
  mean: usize, inverse: usize, dy: usize,
  dx: usize, dGain: usize, dBias: usize, dMask: usize,
): void {
  const row = (<usize>n) << 2;
  for (let r = 0; r < rows; r++) {
    const c = v128.load32_splat(mean + ((<usize>r) << 2));
    const scale = load<f32>(inverse + ((<usize>r) << 2));
    const s = f32x4.splat(scale);
    let weights = f32x4.splat(0);
    let sumsA = f32x4.splat(0);
    let sumsB = f32x4.splat(0);
    for (let i = 0; i < n; i += 4) {
      const at = (<usize>i) << 2;
      const m = maskAt(mask, at, n - i);
      const z = v128.and(f32x4.mul(f32x4.sub(v128.load(x + at), c), s), firstLanes(n - i));
      const d = f32x4.mul(within(dy + at, n - i), m);
      const e = v128.and(f32x4.mul(d, v128.load(gain + at)), firstLanes(n - i));
      weights = f32x4.add(weights, m);
      sumsA = f32x4.add(sumsA, e);
      sumsB = f32x4.add(sumsB, f32x4.mul(e, z));
      storeLanes(dGain + at, f32x4.add(v128.load(dGain + at), f32x4.mul(d, z)), n - i);
      storeLanes(dBias + at, f32x4.add(v128.load(dBias + at), d), n - i);
    }
    const total = sumLanes(weights);
    const share: f32 = total == 0 ? 0 : 1 / total;
    const a = f32x4.splat(sumLanes(sumsA) * share);
    const b = f32x4.splat(sumLanes(sumsB) * share);
    // variance r^2
    const ratio = f32x4.splat(1 - epsilon * scale * scale);
    for (let i = 0; i < n; i += 4) {
      const at = (<usize>i) << 2;
      const m = maskAt(mask, at, n - i);
      const z = f32x4.mul(f32x4.sub(v128.load(x + at), c), s);
      const d = v128.load(dy + at);
      const g = v128.load(gain + at);
      if (dMask != 0) {
        const half = f32x4.mul(f32x4.splat(0.5), f32x4.sub(f32x4.mul(z, z), ratio));
        const own = f32x4.mul(d, f32x4.add(f32x4.mul(z, g), v128.load(bias + at)));
        const shared = f32x4.add(f32x4.mul(a, z), f32x4.mul(b, half));
        const old = v128.load(dMask + at);
        storeLanes(dMask + at, f32x4.add(old, f32x4.sub(own, shared)), n - i);
      }
      const e = f32x4.mul(f32x4.mul(d, m), g);
      const rest = f32x4.mul(m, f32x4.add(a, f32x4.mul(b, z)));
      storeLanes(dx + at, f32x4.mul(s, f32x4.sub(e, rest)), n - i);
    }
    x += row;
    dy += row;
    dx += row;
    mask += mask == 0 ? 0 : (<usize>maskStride) << 2;
    dMask += dMask == 0 ? 0 : (<usize>maskStride) << 2;
  }
}
