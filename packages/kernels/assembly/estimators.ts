/**
 * Gradients of masks with respect to their scores.
 *
 *   straight through   slope = p (1 - p) / T,  p = sigmoid((score - threshold) / T)
 *   hard concrete      z = clip(s (zeta - gamma) + gamma, 0, 1),  s = sigmoid((logit + noise) / beta), and dz/dlogit
 *                      Louizos, Welling & Kingma (2018), section 2.2, beta = 2/3, gamma = -0.1, zeta = 1.1
 */
import { sigmoidV } from './math';
import { storeLanes } from './partial-store';

/** scores, mask, slope [rows][n]; threshold [rows], 0: none. */
export function straightThrough(
  rows: i32, n: i32, scores: usize, threshold: usize, mask: usize, inverseTemperature: f32, activeOnly: i32,
  slope: usize,
): void {
  if (n <= 0) return;
  const size = <usize>n << 2;
  const inverse = f32x4.splat(inverseTemperature);
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row++) {
    const centre = threshold ? v128.load32_splat(threshold + (<usize>row << 2)) : f32x4.splat(0);
    let left = n;
    let at: usize = 0;
    do {
      const p = sigmoidV(f32x4.mul(f32x4.sub(v128.load(scores + at), centre), inverse));
      let d = f32x4.mul(f32x4.mul(p, f32x4.sub(one, p)), inverse);
      if (activeOnly) d = f32x4.mul(d, v128.load(mask + at));
      storeLanes(slope + at, d, left);
      at += 16;
      left -= 4;
    } while (left > 0);
    scores += size;
    mask += size;
    slope += size;
  }
}

/** Logits, noise (0: evaluation), mask, slope (0: not wanted) [count]. */
export function hardConcrete(count: i32, logits: usize, noise: usize, mask: usize, slope: usize): void {
  if (count <= 0) return;
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const factor = f32x4.splat(noise ? 1.5 : 1);
  const steepness = f32x4.splat(noise ? 1.2 * 1.5 : 1.2);
  let at: usize = 0;
  do {
    let logit = v128.load(logits + at);
    if (noise) logit = f32x4.mul(f32x4.add(logit, v128.load(noise + at)), factor);
    const s = sigmoidV(logit);
    const stretched = f32x4.sub(f32x4.mul(s, f32x4.splat(1.2)), f32x4.splat(0.1));
    storeLanes(mask + at, f32x4.pmax(f32x4.pmin(stretched, one), zero), count);
    if (slope) {
      const inside = v128.and(f32x4.gt(stretched, zero), f32x4.lt(stretched, one));
      const d = f32x4.mul(f32x4.mul(s, f32x4.sub(one, s)), steepness);
      storeLanes(slope + at, v128.and(inside, d), count);
    }
    at += 16;
    count -= 4;
  } while (count > 0);
}
