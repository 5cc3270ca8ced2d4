/** The convolution kernel k[l] = 2 Re sum_n c_n bbar_n abar_n^l: 32 positions at a time are 8 vectors. */
import { BLOCK, negligible } from './s4d-powers';

export function s4dKernelScratch(M: i32): i32 {
  return M * (2 * BLOCK + 8) + BLOCK;
}

export function s4dKernel(
  H: i32, M: i32, L: i32,
  abarRe: usize, abarIm: usize, bbarRe: usize, bbarIm: usize, cRe: usize, cIm: usize,
  k: usize, scratch: usize,
): void {
  // Per mode: abar^(32 b) and abar^32 in float64 [M][4], then the first powers, [M][re, im][32].
  const running = scratch;
  const powers = running + ((<usize>M) << 5);
  const last = powers + ((<usize>M) << 8);
  for (let h = 0; h < H; h++) {
    for (let n = 0; n < M; n++) {
      const at = ((<usize>h) * (<usize>M) + <usize>n) << 2;
      const re = f64(load<f32>(abarRe + at));
      const im = f64(load<f32>(abarIm + at));
      let to = powers + ((<usize>n) << 8);
      let powerRe: f64 = 1;
      let powerIm: f64 = 0;
      for (let i = 0; i < BLOCK; i++) {
        const zero = negligible(powerRe, powerIm);
        store<f32>(to, zero ? 0 : f32(powerRe));
        store<f32>(to, zero ? 0 : f32(powerIm), BLOCK * 4);
        to += 4;
        const next = powerRe * re - powerIm * im;
        powerIm = powerRe * im + powerIm * re;
        powerRe = next;
      }
      const r = running + ((<usize>n) << 5);
      store<f64>(r, 1);
      store<f64>(r, 0, 8);
      store<f64>(r, powerRe, 16);
      store<f64>(r, powerIm, 24);
    }
    for (let l = 0; l < L; l += BLOCK) {
      let k0 = f32x4.splat(0);
      let k1 = k0, k2 = k0, k3 = k0, k4 = k0, k5 = k0, k6 = k0, k7 = k0;
      for (let n = 0; n < M; n++) {
        const at = ((<usize>h) * (<usize>M) + <usize>n) << 2;
        const r = running + ((<usize>n) << 5);
        const re = load<f64>(r);
        const im = load<f64>(r, 8);
        if (negligible(re, im)) continue;
        const stepRe = load<f64>(r, 16);
        const stepIm = load<f64>(r, 24);
        store<f64>(r, re * stepRe - im * stepIm);
        store<f64>(r, re * stepIm + im * stepRe, 8);
        const bRe = f64(load<f32>(bbarRe + at));
        const bIm = f64(load<f32>(bbarIm + at));
        const gRe = f64(load<f32>(cRe + at));
        const gIm = f64(load<f32>(cIm + at));
        const factorRe = 2 * (gRe * bRe - gIm * bIm);
        const factorIm = 2 * (gRe * bIm + gIm * bRe);
        const x = f32x4.splat(f32(factorRe * re - factorIm * im));
        const y = f32x4.splat(f32(factorRe * im + factorIm * re));
        const p = powers + ((<usize>n) << 8);
        k0 = f32x4.add(k0, realPart(x, y, p));
        k1 = f32x4.add(k1, realPart(x, y, p + 16));
        k2 = f32x4.add(k2, realPart(x, y, p + 32));
        k3 = f32x4.add(k3, realPart(x, y, p + 48));
        k4 = f32x4.add(k4, realPart(x, y, p + 64));
        k5 = f32x4.add(k5, realPart(x, y, p + 80));
        k6 = f32x4.add(k6, realPart(x, y, p + 96));
        k7 = f32x4.add(k7, realPart(x, y, p + 112));
      }
      const to = k + (((<usize>h) * (<usize>L) + <usize>l) << 2);
      const whole = l + BLOCK <= L;
      const o = whole ? to : last;
      v128.store(o, k0);
      v128.store(o, k1, 16);
      v128.store(o, k2, 32);
      v128.store(o, k3, 48);
      v128.store(o, k4, 64);
      v128.store(o, k5, 80);
      v128.store(o, k6, 96);
      v128.store(o, k7, 112);
      if (!whole) memory.copy(to, last, (<usize>(L - l)) << 2);
    }
  }
}

@inline
function realPart(x: v128, y: v128, power: usize): v128 {
  return f32x4.sub(f32x4.mul(x, v128.load(power)), f32x4.mul(y, v128.load(power, 128)));
}
