/**
 * The last pass of an inverse transform, see fft.ts: from R blocks of Q back to a signal of L numbers.
 *
 *   x[q Q + j] = sum_r conj(w)^(j r) y_r[j] e^(2 pi i q r / R)       w = e^(-2 pi i / F), q Q + j < L
 */
import { storeComplex, untwistedIm, untwistedRe } from './complex-lanes';

/** sin(pi / 3). */
const SIN60: f32 = 0.8660254037844386;

/** Last inverse pass: F = R Q numbers at `y` to L numbers at `x`. */
export function lastInversePass(L: i32, Q: i32, R: i32, y: usize, x: usize, table: usize): void {
  if (R == 2) inverse2(L, Q, y, x, table);
  else if (R == 3) inverse3(L, Q, y, x, table);
  else if (R == 4) inverse4(L, Q, y, x, table);
  else inverse6(L, Q, y, x, table);
}

function inverse2(L: i32, Q: i32, y: usize, x: usize, w: usize): void {
  const step = (<usize>Q) << 5;
  for (let j = 0; j < min(Q, L); j++) {
    const aRe = v128.load(y);
    const aIm = v128.load(y, 16);
    const bRe = untwistedRe(y + step, w);
    const bIm = untwistedIm(y + step, w);
    storeComplex(x, f32x4.add(aRe, bRe), f32x4.add(aIm, bIm));
    if (j + Q < L) storeComplex(x + step, f32x4.sub(aRe, bRe), f32x4.sub(aIm, bIm));
    x += 32;
    y += 32;
    w += 8;
  }
}

function inverse3(L: i32, Q: i32, y: usize, x: usize, w: usize): void {
  const step = (<usize>Q) << 5;
  const half = f32x4.splat(0.5);
  const sine = f32x4.splat(SIN60);
  for (let j = 0; j < min(Q, L); j++) {
    const y0Re = v128.load(y);
    const y0Im = v128.load(y, 16);
    const y1Re = untwistedRe(y + step, w);
    const y1Im = untwistedIm(y + step, w);
    const y2Re = untwistedRe(y + 2 * step, w + 8);
    const y2Im = untwistedIm(y + 2 * step, w + 8);
    const tRe = f32x4.add(y1Re, y2Re);
    const tIm = f32x4.add(y1Im, y2Im);
    const mRe = f32x4.sub(y0Re, f32x4.mul(tRe, half));
    const mIm = f32x4.sub(y0Im, f32x4.mul(tIm, half));
    const sRe = f32x4.mul(f32x4.sub(y1Re, y2Re), sine);
    const sIm = f32x4.mul(f32x4.sub(y1Im, y2Im), sine);
    storeComplex(x, f32x4.add(y0Re, tRe), f32x4.add(y0Im, tIm));
    if (j + Q < L) storeComplex(x + step, f32x4.sub(mRe, sIm), f32x4.add(mIm, sRe));
    if (j + 2 * Q < L) storeComplex(x + 2 * step, f32x4.add(mRe, sIm), f32x4.sub(mIm, sRe));
    x += 32;
    y += 32;
    w += 16;
  }
}

function inverse4(L: i32, Q: i32, y: usize, x: usize, w: usize): void {
  const step = (<usize>Q) << 5;
  for (let j = 0; j < min(Q, L); j++) {
    const y0Re = v128.load(y);
    const y0Im = v128.load(y, 16);
    const y1Re = untwistedRe(y + step, w);
    const y1Im = untwistedIm(y + step, w);
    const y2Re = untwistedRe(y + 2 * step, w + 8);
    const y2Im = untwistedIm(y + 2 * step, w + 8);
    const y3Re = untwistedRe(y + 3 * step, w + 16);
    const y3Im = untwistedIm(y + 3 * step, w + 16);
    const aRe = f32x4.add(y0Re, y2Re);
    const aIm = f32x4.add(y0Im, y2Im);
    const bRe = f32x4.sub(y0Re, y2Re);
    const bIm = f32x4.sub(y0Im, y2Im);
    const cRe = f32x4.add(y1Re, y3Re);
    const cIm = f32x4.add(y1Im, y3Im);
    const dRe = f32x4.sub(y1Re, y3Re);
    const dIm = f32x4.sub(y1Im, y3Im);
    storeComplex(x, f32x4.add(aRe, cRe), f32x4.add(aIm, cIm));
    if (j + Q < L) storeComplex(x + step, f32x4.sub(bRe, dIm), f32x4.add(bIm, dRe));
    if (j + 2 * Q < L) storeComplex(x + 2 * step, f32x4.sub(aRe, cRe), f32x4.sub(aIm, cIm));
    if (j + 3 * Q < L) storeComplex(x + 3 * step, f32x4.add(bRe, dIm), f32x4.sub(bIm, dRe));
    x += 32;
    y += 32;
    w += 24;
  }
}

// Radix 6 as in fft-spread.ts, by symmetry: position 3 a + 4 b, frequency 3 c + 2 d; here too only the first 4 parts are wanted.
function inverse6(L: i32, Q: i32, y: usize, x: usize, w: usize): void {
  const step = (<usize>Q) << 5;
  const half = f32x4.splat(0.5);
  const sine = f32x4.splat(SIN60);
  for (let j = 0; j < min(Q, L); j++) {
    // Over y0, y2, y4: parts 0, 1, 2 of the sum over even frequencies.
    const y0Re = v128.load(y);
    const y0Im = v128.load(y, 16);
    let leftRe = untwistedRe(y + 2 * step, w + 8);
    let leftIm = untwistedIm(y + 2 * step, w + 8);
    let rightRe = untwistedRe(y + 4 * step, w + 24);
    let rightIm = untwistedIm(y + 4 * step, w + 24);
    let tRe = f32x4.add(leftRe, rightRe);
    let tIm = f32x4.add(leftIm, rightIm);
    let mRe = f32x4.sub(y0Re, f32x4.mul(tRe, half));
    let mIm = f32x4.sub(y0Im, f32x4.mul(tIm, half));
    let sRe = f32x4.mul(f32x4.sub(leftRe, rightRe), sine);
    let sIm = f32x4.mul(f32x4.sub(leftIm, rightIm), sine);
    const a0Re = f32x4.add(y0Re, tRe);
    const a0Im = f32x4.add(y0Im, tIm);
    const a1Re = f32x4.sub(mRe, sIm);
    const a1Im = f32x4.add(mIm, sRe);
    const a2Re = f32x4.add(mRe, sIm);
    const a2Im = f32x4.sub(mIm, sRe);
    // Over y3, y5, y1: the same of the odd frequencies.
    const y3Re = untwistedRe(y + 3 * step, w + 16);
    const y3Im = untwistedIm(y + 3 * step, w + 16);
    leftRe = untwistedRe(y + 5 * step, w + 32);
    leftIm = untwistedIm(y + 5 * step, w + 32);
    rightRe = untwistedRe(y + step, w);
    rightIm = untwistedIm(y + step, w);
    tRe = f32x4.add(leftRe, rightRe);
    tIm = f32x4.add(leftIm, rightIm);
    mRe = f32x4.sub(y3Re, f32x4.mul(tRe, half));
    mIm = f32x4.sub(y3Im, f32x4.mul(tIm, half));
    sRe = f32x4.mul(f32x4.sub(leftRe, rightRe), sine);
    sIm = f32x4.mul(f32x4.sub(leftIm, rightIm), sine);
    const b0Re = f32x4.add(y3Re, tRe);
    const b0Im = f32x4.add(y3Im, tIm);
    const b1Re = f32x4.sub(mRe, sIm);
    const b1Im = f32x4.add(mIm, sRe);
    const b2Re = f32x4.add(mRe, sIm);
    const b2Im = f32x4.sub(mIm, sRe);
    // Position 3 a + 4 b: 0 = (0, 0), 1 = (1, 1), 2 = (0, 2), 3 = (1, 0).
    storeComplex(x, f32x4.add(a0Re, b0Re), f32x4.add(a0Im, b0Im));
    if (j + Q < L) storeComplex(x + step, f32x4.sub(a1Re, b1Re), f32x4.sub(a1Im, b1Im));
    if (j + 2 * Q < L) storeComplex(x + 2 * step, f32x4.add(a2Re, b2Re), f32x4.add(a2Im, b2Im));
    if (j + 3 * Q < L) storeComplex(x + 3 * step, f32x4.sub(a0Re, b0Re), f32x4.sub(a0Im, b0Im));
    x += 32;
    y += 32;
    w += 40;
  }
}
