/**
 * Gradients of the convolution kernel by c, a and dt. All follow from two sums a mode, s = sum dk[l] abar^l and t = sum
 * dk[l] l abar^(l-1), which are taken over blocks of 32 positions with four modes in the lanes.
 */
import { cos64, exp64, sin64 } from './float64';
import { bbarIm64, bbarRe64, seriesIm, seriesRe } from './s4d-discretise';
import { BLOCK, negligible } from './s4d-powers';

export function s4dKernelBackwardScratch(M: i32): i32 {
  return ((M + 3) & -4) * (4 * BLOCK + 4 + 20);
}

export function s4dKernelBackward(
  H: i32, M: i32, L: i32,
  dt: usize, aRe: usize, aIm: usize, abarRe: usize, abarIm: usize, cRe: usize, cIm: usize,
  dk: usize, dARe: usize, dAIm: usize, dCRe: usize, dCIm: usize, dDt: usize,
  scratch: usize,
): void {
  // Four modes are the lanes. first: abar^i and i abar^(i-1), [32][Mp][4 parts of 4 lanes]; sums: 4 parts of one block.
  const padded = (<usize>M + 3) & ~3;
  const row = padded << 4;
  const first = scratch;
  const sums = first + row * <usize>BLOCK;
  // Per mode in float64: abar^(32 b), abar^(32 b - 1), abar^32, and the two sums over l.
  const modes = sums + row;
  for (let h = 0; h < H; h++) {
    memory.fill(first, 0, row * <usize>BLOCK);
    for (let n = 0; n < M; n++) {
      const at = ((<usize>h) * (<usize>M) + <usize>n) << 2;
      const re = f64(load<f32>(abarRe + at));
      const im = f64(load<f32>(abarIm + at));
      let to = first + ((<usize>(n >> 2)) << 6) + ((<usize>(n & 3)) << 2);
      let beforeRe: f64 = 0;
      let beforeIm: f64 = 0;
      let powerRe: f64 = 1;
      let powerIm: f64 = 0;
      for (let i = 0; i < BLOCK; i++) {
        const zero = negligible(powerRe, powerIm);
        store<f32>(to, zero ? 0 : f32(powerRe));
        store<f32>(to, zero ? 0 : f32(powerIm), 16);
        const zeroBefore = negligible(beforeRe, beforeIm);
        store<f32>(to, zeroBefore ? 0 : f32(beforeRe * f64(i)), 32);
        store<f32>(to, zeroBefore ? 0 : f32(beforeIm * f64(i)), 48);
        to += row;
        beforeRe = powerRe;
        beforeIm = powerIm;
        powerRe = beforeRe * re - beforeIm * im;
        powerIm = beforeRe * im + beforeIm * re;
      }
      const m = modes + (<usize>n << 6) + (<usize>n << 4);
      store<f64>(m, 1);
      store<f64>(m, 0, 8);
      store<f64>(m, beforeRe, 16);
      store<f64>(m, beforeIm, 24);
      store<f64>(m, powerRe, 32);
      store<f64>(m, powerIm, 40);
      memory.fill(m + 48, 0, 32);
    }
    for (let l = 0; l < L; l += BLOCK) {
      const count = min(BLOCK, L - l);
      blockSums(padded, count, dk + (((<usize>h) * (<usize>L) + <usize>l) << 2), first, sums);
      for (let n = 0; n < M; n++) addBlock(l, sums + ((<usize>(n >> 2)) << 6) + ((<usize>(n & 3)) << 2), modes + (<usize>n) * 80);
    }
    const step = f64(load<f32>(dt + ((<usize>h) << 2)));
    let sumDt: f64 = 0;
    for (let n = 0; n < M; n++) {
      const at = ((<usize>h) * (<usize>M) + <usize>n) << 2;
      const m = modes + (<usize>n) * 80;
      sumDt += modeGradient(
        step,
        f64(load<f32>(aRe + at)), f64(load<f32>(aIm + at)),
        f64(load<f32>(cRe + at)), f64(load<f32>(cIm + at)),
        load<f64>(m, 48), load<f64>(m, 56), load<f64>(m, 64), load<f64>(m, 72),
        dARe + at, dAIm + at, dCRe + at, dCIm + at,
      );
    }
    const at = dDt + ((<usize>h) << 2);
    store<f32>(at, load<f32>(at) + f32(sumDt));
  }
}

/** Over one block: sum of dk abar^i and of dk i abar^(i-1), for every mode. */
function blockSums(padded: usize, count: i32, dk: usize, first: usize, sums: usize): void {
  const row = padded << 4;
  for (let offset: usize = 0; offset < row; offset += 64) {
    let re0 = f32x4.splat(0);
    let im0 = re0, re1 = re0, im1 = re0;
    let p = first + offset;
    for (let i = 0; i < count; i++) {
      const d = v128.load32_splat(dk + ((<usize>i) << 2));
      re0 = f32x4.add(re0, f32x4.mul(d, v128.load(p)));
      im0 = f32x4.add(im0, f32x4.mul(d, v128.load(p, 16)));
      re1 = f32x4.add(re1, f32x4.mul(d, v128.load(p, 32)));
      im1 = f32x4.add(im1, f32x4.mul(d, v128.load(p, 48)));
      p += row;
    }
    v128.store(sums + offset, re0);
    v128.store(sums + offset, im0, 16);
    v128.store(sums + offset, re1, 32);
    v128.store(sums + offset, im1, 48);
  }
}

/** Adds the block that begins at l to a mode's sums of dk abar^l and dk l abar^(l-1), and moves its powers on. */
function addBlock(l: i32, sums: usize, m: usize): void {
  const powerRe = load<f64>(m);
  const powerIm = load<f64>(m, 8);
  if (negligible(powerRe, powerIm) && l > BLOCK) return;
  const sRe = f64(load<f32>(sums));
  const sIm = f64(load<f32>(sums, 16));
  const tRe = f64(load<f32>(sums, 32));
  const tIm = f64(load<f32>(sums, 48));
  store<f64>(m, load<f64>(m, 48) + powerRe * sRe - powerIm * sIm, 48);
  store<f64>(m, load<f64>(m, 56) + powerRe * sIm + powerIm * sRe, 56);
  let dRe = powerRe * tRe - powerIm * tIm;
  let dIm = powerRe * tIm + powerIm * tRe;
  const beforeRe = load<f64>(m, 16);
  const beforeIm = load<f64>(m, 24);
  const stepRe = load<f64>(m, 32);
  const stepIm = load<f64>(m, 40);
  if (l > 0) {
    // abar^(l-1) is kept by itself: dividing abar^l by abar fails where abar is tiny.
    dRe += f64(l) * (beforeRe * sRe - beforeIm * sIm);
    dIm += f64(l) * (beforeRe * sIm + beforeIm * sRe);
    store<f64>(m, beforeRe * stepRe - beforeIm * stepIm, 16);
    store<f64>(m, beforeRe * stepIm + beforeIm * stepRe, 24);
  }
  store<f64>(m, load<f64>(m, 64) + dRe, 64);
  store<f64>(m, load<f64>(m, 72) + dIm, 72);
  store<f64>(m, powerRe * stepRe - powerIm * stepIm);
  store<f64>(m, powerRe * stepIm + powerIm * stepRe, 8);
}

/**
 * Gradients of one mode from s = sum dk abar^l and t = sum dk l abar^(l-1). Complex gradients are d/dRe + i d/dIm; for
 * L = Re(2 w z) that is 2 conj(w), and a holomorphic z = f(x) passes it on times conj(f'(x)). All products below are of
 * the unconjugated w; the sign of the imaginary parts turns at the end. Returns the part of dt.
 */
function modeGradient(
  dt: f64, aRe: f64, aIm: f64, cRe: f64, cIm: f64, sRe: f64, sIm: f64, tRe: f64, tIm: f64,
  dARe: usize, dAIm: usize, dCRe: usize, dCIm: usize,
): f64 {
  const size = exp64(dt * aRe);
  const eRe = size * cos64(dt * aIm);
  const eIm = size * sin64(dt * aIm);
  const bRe = bbarRe64(dt, aRe, aIm, eRe, eIm);
  const bIm = bbarIm64(dt, aRe, aIm, eRe, eIm);
  // dbbar / da with abar = exp(dt a) inside: (dt abar - bbar) / a.
  const square = aRe * aRe + aIm * aIm;
  let rRe: f64;
  let rIm: f64;
  if (square * dt * dt < 1e-6) {
    rRe = dt * dt * seriesRe(dt * aRe, dt * aIm, 0.5, 1.0 / 3, 0.125, 1.0 / 30, 1.0 / 144, 1.0 / 840);
    rIm = dt * dt * seriesIm(dt * aRe, dt * aIm, 0.5, 1.0 / 3, 0.125, 1.0 / 30, 1.0 / 144, 1.0 / 840);
  } else {
    const xRe = dt * eRe - bRe;
    const xIm = dt * eIm - bIm;
    rRe = (xRe * aRe + xIm * aIm) / square;
    rIm = (xIm * aRe - xRe * aIm) / square;
  }
  addTo(dCRe, 2 * (bRe * sRe - bIm * sIm));
  addTo(dCIm, -2 * (bRe * sIm + bIm * sRe));
  // w of bbar: c s. w of abar: c bbar t.
  const wbRe = cRe * sRe - cIm * sIm;
  const wbIm = cRe * sIm + cIm * sRe;
  const cbRe = cRe * bRe - cIm * bIm;
  const cbIm = cRe * bIm + cIm * bRe;
  const waRe = cbRe * tRe - cbIm * tIm;
  const waIm = cbRe * tIm + cbIm * tRe;
  // Times dt abar, and plus that of bbar.
  const veRe = waRe * eRe - waIm * eIm;
  const veIm = waRe * eIm + waIm * eRe;
  addTo(dARe, 2 * (dt * veRe + wbRe * rRe - wbIm * rIm));
  addTo(dAIm, -2 * (dt * veIm + wbRe * rIm + wbIm * rRe));
  // dabar / d dt = a abar, dbbar / d dt = abar.
  return 2 * (veRe * aRe - veIm * aIm + wbRe * eRe - wbIm * eIm);
}

@inline
function addTo(at: usize, value: f64): void {
  store<f32>(at, load<f32>(at) + f32(value));
}
