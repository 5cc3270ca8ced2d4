/**
 * Convolution and correlation sum by sum, for short sequences and for the few positions where a cyclic transform that is
 * shorter than 2 L - 1 wraps around.
 *
 * Signals: numbers of 8 floats as in fft.ts (two samples of four channels), rows L to L + 3 are 0. Kernel: 4 floats a
 * position. Results from position `from` to `to` - 1 only.
 */
import { loadIf, storeComplex } from './complex-lanes';

@inline
function fma(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** out[t] = sum over s <= t of k[t - s] x[s]. */
export function directConvolve(x: usize, k: usize, out: usize, from: i32, to: i32): void {
  for (let t = from; t < to; t += 4) {
    let re0 = f32x4.splat(0);
    let im0 = re0, re1 = re0, im1 = re0, re2 = re0, im2 = re0, re3 = re0, im3 = re0;
    let kernel = k + ((<usize>t) << 4);
    let p = x;
    for (const end = x + ((<usize>t) << 5); p <= end; p += 32, kernel -= 16) {
      const re = v128.load(p);
      const im = v128.load(p, 16);
      re0 = fma(re0, v128.load(kernel), re);
      im0 = fma(im0, v128.load(kernel), im);
      re1 = fma(re1, v128.load(kernel, 16), re);
      im1 = fma(im1, v128.load(kernel, 16), im);
      re2 = fma(re2, v128.load(kernel, 32), re);
      im2 = fma(im2, v128.load(kernel, 32), im);
      re3 = fma(re3, v128.load(kernel, 48), re);
      im3 = fma(im3, v128.load(kernel, 48), im);
    }
    const k0 = v128.load(k);
    const k1 = v128.load(k, 16);
    const k2 = v128.load(k, 32);
    const o = out + ((<usize>t) << 5);
    storeComplex(o, re0, im0);
    if (t + 1 < to) {
      re1 = fma(re1, k0, v128.load(p));
      im1 = fma(im1, k0, v128.load(p, 16));
      storeComplex(o + 32, re1, im1);
    }
    if (t + 2 < to) {
      re2 = fma(fma(re2, k1, v128.load(p)), k0, v128.load(p, 32));
      im2 = fma(fma(im2, k1, v128.load(p, 16)), k0, v128.load(p, 48));
      storeComplex(o + 64, re2, im2);
    }
    if (t + 3 < to) {
      re3 = fma(fma(fma(re3, k2, v128.load(p)), k1, v128.load(p, 32)), k0, v128.load(p, 64));
      im3 = fma(fma(fma(im3, k2, v128.load(p, 16)), k1, v128.load(p, 48)), k0, v128.load(p, 80));
      storeComplex(o + 96, re3, im3);
    }
  }
}

/** out[s] = sum over t >= s of k[t - s] x[t]. */
export function directCorrelate(L: i32, x: usize, k: usize, out: usize, from: i32, to: i32): void {
  const end = x + ((<usize>L) << 5);
  for (let s = from; s < to; s += 4) {
    let p = x + ((<usize>s) << 5);
    const k0 = v128.load(k);
    // Behind the kernel may be NaN, which 0 does not cancel.
    const k1 = loadIf(k + 16, L > 1);
    const k2 = loadIf(k + 32, L > 2);
    let re0 = fma(fma(f32x4.mul(k0, v128.load(p)), k1, v128.load(p, 32)), k2, v128.load(p, 64));
    let im0 = fma(fma(f32x4.mul(k0, v128.load(p, 16)), k1, v128.load(p, 48)), k2, v128.load(p, 80));
    let re1 = fma(f32x4.mul(k0, v128.load(p, 32)), k1, v128.load(p, 64));
    let im1 = fma(f32x4.mul(k0, v128.load(p, 48)), k1, v128.load(p, 80));
    let re2 = f32x4.mul(k0, v128.load(p, 64));
    let im2 = f32x4.mul(k0, v128.load(p, 80));
    let re3 = f32x4.splat(0);
    let im3 = re3;
    let kernel = k;
    for (p += 96; p < end; p += 32, kernel += 16) {
      const re = v128.load(p);
      const im = v128.load(p, 16);
      re3 = fma(re3, v128.load(kernel), re);
      im3 = fma(im3, v128.load(kernel), im);
      re2 = fma(re2, v128.load(kernel, 16), re);
      im2 = fma(im2, v128.load(kernel, 16), im);
      re1 = fma(re1, v128.load(kernel, 32), re);
      im1 = fma(im1, v128.load(kernel, 32), im);
      re0 = fma(re0, v128.load(kernel, 48), re);
      im0 = fma(im0, v128.load(kernel, 48), im);
    }
    const o = out + ((<usize>s) << 5);
    storeComplex(o, re0, im0);
    if (s + 1 < to) storeComplex(o + 32, re1, im1);
    if (s + 2 < to) storeComplex(o + 64, re2, im2);
    if (s + 3 < to) storeComplex(o + 96, re3, im3);
  }
}

/** sum[l] += over both samples and all t >= l: y[t] x[t - l]; 4 floats a position. */
export function directLags(L: i32, x: usize, y: usize, sum: usize, from: i32, to: i32): void {
  const end = y + ((<usize>L) << 5);
  for (let l = from; l < to; l += 4) {
    let p = y + ((<usize>l) << 5);
    let sum0 = pair(pair(pair(f32x4.splat(0), x, p), x + 32, p + 32), x + 64, p + 64);
    let sum1 = pair(pair(f32x4.splat(0), x, p + 32), x + 32, p + 64);
    let sum2 = pair(f32x4.splat(0), x, p + 64);
    let sum3 = f32x4.splat(0);
    let q = x;
    for (p += 96; p < end; p += 32, q += 32) {
      const re = v128.load(p);
      const im = v128.load(p, 16);
      sum3 = fma(fma(sum3, re, v128.load(q)), im, v128.load(q, 16));
      sum2 = fma(fma(sum2, re, v128.load(q, 32)), im, v128.load(q, 48));
      sum1 = fma(fma(sum1, re, v128.load(q, 64)), im, v128.load(q, 80));
      sum0 = fma(fma(sum0, re, v128.load(q, 96)), im, v128.load(q, 112));
    }
    const o = sum + ((<usize>l) << 4);
    v128.store(o, f32x4.add(v128.load(o), sum0));
    if (l + 1 < to) v128.store(o, f32x4.add(v128.load(o, 16), sum1), 16);
    if (l + 2 < to) v128.store(o, f32x4.add(v128.load(o, 32), sum2), 32);
    if (l + 3 < to) v128.store(o, f32x4.add(v128.load(o, 48), sum3), 48);
  }
}

@inline
function pair(sum: v128, x: usize, y: usize): v128 {
  return fma(fma(sum, v128.load(y), v128.load(x)), v128.load(y, 16), v128.load(x, 16));
}
