/**
 * Fourier transform of complex signals, four independent signals in the lanes of each number.
 *
 * A number is 8 floats: 4 real parts, then 4 imaginary parts. The length is F = R Q with Q a power of 4 and R one of 2,
 * 3, 4, 6. Forward: one pass of radix R that spreads a signal of L <= F numbers (the rest is 0) over R blocks, then
 * passes of radix 4 inside the blocks, which stay in the first-level cache. The spectrum is left in the order in which
 * it comes out; the inverse starts from that order, so nothing is ever permuted: products of spectra do not mind.
 * The inverse is not scaled: forward and inverse multiply by F.
 */
import {
  storeComplex,
  storeTwisted,
  untwistedIm,
  untwistedRe,
} from './complex-lanes';
import { cos64, sin64 } from './float64';

const TAU: f64 = 6.283185307179586;

/** Q, the length of the blocks of a transform of length F. */
export function fftBlock(F: i32): i32 {
  let radix = F;
  while ((radix & 3) == 0 && radix > 4) radix >>= 2;
  return F / radix;
}

@inline
function writeTwiddle(at: usize, numerator: i32, denominator: i32): void {
  const angle = (TAU * f64(numerator)) / f64(denominator);
  store<f32>(at, f32(cos64(angle)));
  store<f32>(at, f32(-sin64(angle)), 4);
}

/** Fills the table of a transform of length F: at most 2 F floats. */
export function fftTable(F: i32, table: usize): void {
  const Q = fftBlock(F);
  const R = F / Q;
  let at = table;
  for (let j = 0; j < Q; j++) {
    for (let r = 1; r < R; r++) {
      writeTwiddle(at, j * r, F);
      at += 8;
    }
  }
  for (let n = Q; n >= 16; n >>= 2) {
    for (let j = 0; j < n >> 2; j++) {
      for (let r = 1; r < 4; r++) {
        writeTwiddle(at, j * r, n);
        at += 8;
      }
    }
  }
}

/** Where the table's part for the passes inside blocks begins. */
@inline
export function blockTable(F: i32, Q: i32, table: usize): usize {
  return table + ((<usize>(F - Q)) << 3);
}

/** The radix-4 passes inside one block, all but the last, which has no factors. */
export function forwardPasses(x: usize, Q: i32, table: usize): void {
  const end = x + ((<usize>Q) << 5);
  for (let n = Q; n >= 16; n >>= 2) {
    const quarter = (<usize>n) << 3;
    for (let start = x; start < end; start += quarter << 2) {
      let w = table;
      for (let p = start; p < start + quarter; p += 32) {
        const p1 = p + quarter;
        const p2 = p1 + quarter;
        const p3 = p2 + quarter;
        let left = v128.load(p);
        let right = v128.load(p2);
        const aRe = f32x4.add(left, right);
        const bRe = f32x4.sub(left, right);
        left = v128.load(p, 16);
        right = v128.load(p2, 16);
        const aIm = f32x4.add(left, right);
        const bIm = f32x4.sub(left, right);
        left = v128.load(p1);
        right = v128.load(p3);
        const cRe = f32x4.add(left, right);
        const dRe = f32x4.sub(left, right);
        left = v128.load(p1, 16);
        right = v128.load(p3, 16);
        const cIm = f32x4.add(left, right);
        const dIm = f32x4.sub(left, right);
        storeComplex(p, f32x4.add(aRe, cRe), f32x4.add(aIm, cIm));
        storeTwisted(p1, f32x4.add(bRe, dIm), f32x4.sub(bIm, dRe), w);
        storeTwisted(p2, f32x4.sub(aRe, cRe), f32x4.sub(aIm, cIm), w + 8);
        storeTwisted(p3, f32x4.sub(bRe, dIm), f32x4.add(bIm, dRe), w + 16);
        w += 24;
      }
    }
    table += (<usize>n) * 6;
  }
}

/** Undoes `forwardPasses`, but for the scale. */
export function inversePasses(x: usize, Q: i32, table: usize): void {
  const end = x + ((<usize>Q) << 5);
  table += (<usize>(Q - 4)) << 3;
  for (let n = 16; n <= Q; n <<= 2) {
    table -= (<usize>n) * 6;
    const quarter = (<usize>n) << 3;
    for (let start = x; start < end; start += quarter << 2) {
      let w = table;
      for (let p = start; p < start + quarter; p += 32) {
        const p1 = p + quarter;
        const p2 = p1 + quarter;
        const p3 = p2 + quarter;
        let left = v128.load(p);
        let right = untwistedRe(p2, w + 8);
        const aRe = f32x4.add(left, right);
        const bRe = f32x4.sub(left, right);
        left = v128.load(p, 16);
        right = untwistedIm(p2, w + 8);
        const aIm = f32x4.add(left, right);
        const bIm = f32x4.sub(left, right);
        left = untwistedRe(p1, w);
        right = untwistedRe(p3, w + 16);
        const cRe = f32x4.add(left, right);
        const dRe = f32x4.sub(left, right);
        left = untwistedIm(p1, w);
        right = untwistedIm(p3, w + 16);
        const cIm = f32x4.add(left, right);
        const dIm = f32x4.sub(left, right);
        storeComplex(p, f32x4.add(aRe, cRe), f32x4.add(aIm, cIm));
        storeComplex(p1, f32x4.sub(bRe, dIm), f32x4.add(bIm, dRe));
        storeComplex(p2, f32x4.sub(aRe, cRe), f32x4.sub(aIm, cIm));
        storeComplex(p3, f32x4.add(bRe, dIm), f32x4.sub(bIm, dRe));
        w += 24;
      }
    }
  }
}

/** The last forward pass, of radix 4 over neighbours. */
export function lastForwardPass(x: usize, F: i32): void {
  quads(x, F, 1);
}
/** Undoes `lastForwardPass`, but for the scale. */
export function firstInversePass(x: usize, F: i32): void {
  quads(x, F, -1);
}
@inline
function quads(x: usize, F: i32, sign: f32): void {
  const signs = f32x4.splat(sign);
  for (let p = x, end = x + ((<usize>F) << 5); p < end; p += 128) {
    const aRe = f32x4.add(v128.load(p), v128.load(p, 64));
    const bRe = f32x4.sub(v128.load(p), v128.load(p, 64));
    const aIm = f32x4.add(v128.load(p, 16), v128.load(p, 80));
    const bIm = f32x4.sub(v128.load(p, 16), v128.load(p, 80));
    const cRe = f32x4.add(v128.load(p, 32), v128.load(p, 96));
    const dRe = f32x4.mul(f32x4.sub(v128.load(p, 32), v128.load(p, 96)), signs);
    const cIm = f32x4.add(v128.load(p, 48), v128.load(p, 112));
    const dIm = f32x4.mul(f32x4.sub(v128.load(p, 48), v128.load(p, 112)), signs);
    storeComplex(p, f32x4.add(aRe, cRe), f32x4.add(aIm, cIm));
    storeComplex(p + 32, f32x4.add(bRe, dIm), f32x4.sub(bIm, dRe));
    storeComplex(p + 64, f32x4.sub(aRe, cRe), f32x4.sub(aIm, cIm));
    storeComplex(p + 96, f32x4.sub(bRe, dIm), f32x4.add(bIm, dRe));
  }
}
