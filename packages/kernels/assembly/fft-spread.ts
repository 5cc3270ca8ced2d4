/**
 * The first pass of a transform, see fft.ts: spreads a signal of L numbers, 0 behind its end, over R blocks of Q.
 *
 *   y_r[j] = w^(j r) sum_q x[q Q + j] e^(-2 pi i q r / R)       w = e^(-2 pi i / F), j < Q
 */
import { loadIf, storeComplex, storeTwisted } from './complex-lanes';

/** sin(pi / 3). */
const SIN60: f32 = 0.8660254037844386;

/** First forward pass: L numbers at `x` to F = R Q numbers at `y`. */
export function firstForwardPass(L: i32, Q: i32, R: i32, x: usize, y: usize, table: usize): void {
  if (R == 2) forward2(L, Q, x, y, table);
  else if (R == 3) forward3(L, Q, x, y, table);
  else if (R == 4) forward4(L, Q, x, y, table);
  else forward6(L, Q, x, y, table);
}

function forward2(L: i32, Q: i32, x: usize, y: usize, w: usize): void {
  const step = (<usize>Q) << 5;
  for (let j = 0; j < Q; j++) {
    const two = j + Q < L;
    const aRe = loadIf(x, j < L);
    const aIm = loadIf(x + 16, j < L);
    const bRe = loadIf(x + step, two);
    const bIm = loadIf(x + step + 16, two);
    storeComplex(y, f32x4.add(aRe, bRe), f32x4.add(aIm, bIm));
    storeTwisted(y + step, f32x4.sub(aRe, bRe), f32x4.sub(aIm, bIm), w);
    x += 32;
    y += 32;
    w += 8;
  }
}

function forward3(L: i32, Q: i32, x: usize, y: usize, w: usize): void {
  const step = (<usize>Q) << 5;
  const half = f32x4.splat(0.5);
  const sine = f32x4.splat(SIN60);
  for (let j = 0; j < Q; j++) {
    const one = j < L;
    const two = j + Q < L;
    const three = j + 2 * Q < L;
    const x0Re = loadIf(x, one);
    const x0Im = loadIf(x + 16, one);
    const x1Re = loadIf(x + step, two);
    const x1Im = loadIf(x + step + 16, two);
    const x2Re = loadIf(x + 2 * step, three);
    const x2Im = loadIf(x + 2 * step + 16, three);
    const tRe = f32x4.add(x1Re, x2Re);
    const tIm = f32x4.add(x1Im, x2Im);
    const mRe = f32x4.sub(x0Re, f32x4.mul(tRe, half));
    const mIm = f32x4.sub(x0Im, f32x4.mul(tIm, half));
    const sRe = f32x4.mul(f32x4.sub(x1Re, x2Re), sine);
    const sIm = f32x4.mul(f32x4.sub(x1Im, x2Im), sine);
    storeComplex(y, f32x4.add(x0Re, tRe), f32x4.add(x0Im, tIm));
    storeTwisted(y + step, f32x4.add(mRe, sIm), f32x4.sub(mIm, sRe), w);
    storeTwisted(y + 2 * step, f32x4.sub(mRe, sIm), f32x4.add(mIm, sRe), w + 8);
    x += 32;
    y += 32;
    w += 16;
  }
}

function forward4(L: i32, Q: i32, x: usize, y: usize, w: usize): void {
  const step = (<usize>Q) << 5;
  for (let j = 0; j < Q; j++) {
    const one = j < L;
    const two = j + Q < L;
    const three = j + 2 * Q < L;
    const four = j + 3 * Q < L;
    const x0Re = loadIf(x, one);
    const x0Im = loadIf(x + 16, one);
    const x1Re = loadIf(x + step, two);
    const x1Im = loadIf(x + step + 16, two);
    const x2Re = loadIf(x + 2 * step, three);
    const x2Im = loadIf(x + 2 * step + 16, three);
    const x3Re = loadIf(x + 3 * step, four);
    const x3Im = loadIf(x + 3 * step + 16, four);
    const aRe = f32x4.add(x0Re, x2Re);
    const aIm = f32x4.add(x0Im, x2Im);
    const bRe = f32x4.sub(x0Re, x2Re);
    const bIm = f32x4.sub(x0Im, x2Im);
    const cRe = f32x4.add(x1Re, x3Re);
    const cIm = f32x4.add(x1Im, x3Im);
    const dRe = f32x4.sub(x1Re, x3Re);
    const dIm = f32x4.sub(x1Im, x3Im);
    storeComplex(y, f32x4.add(aRe, cRe), f32x4.add(aIm, cIm));
    storeTwisted(y + step, f32x4.add(bRe, dIm), f32x4.sub(bIm, dRe), w);
    storeTwisted(y + 2 * step, f32x4.sub(aRe, cRe), f32x4.sub(aIm, cIm), w + 8);
    storeTwisted(y + 3 * step, f32x4.sub(bRe, dIm), f32x4.add(bIm, dRe), w + 16);
    x += 32;
    y += 32;
    w += 24;
  }
}

// Radix 6 as 2 x 3 without inner factors (Good 1958, Thomas 1963): position 3 a + 2 b, frequency 3 c + 4 d, modulo 6.
// Of a signal to be convolved at most 4 of the 6 parts are there, so x4 and x5 are taken to be 0.
function forward6(L: i32, Q: i32, x: usize, y: usize, w: usize): void {
  const step = (<usize>Q) << 5;
  const half = f32x4.splat(0.5);
  const sine = f32x4.splat(SIN60);
  for (let j = 0; j < Q; j++) {
    const one = j < L;
    const two = j + Q < L;
    const three = j + 2 * Q < L;
    const four = j + 3 * Q < L;
    const x0Re = loadIf(x, one);
    const x0Im = loadIf(x + 16, one);
    const x2Re = loadIf(x + 2 * step, three);
    const x2Im = loadIf(x + 2 * step + 16, three);
    // Over x0, x2, x4 = 0.
    const a0Re = f32x4.add(x0Re, x2Re);
    const a0Im = f32x4.add(x0Im, x2Im);
    let mRe = f32x4.sub(x0Re, f32x4.mul(x2Re, half));
    let mIm = f32x4.sub(x0Im, f32x4.mul(x2Im, half));
    let sRe = f32x4.mul(x2Re, sine);
    let sIm = f32x4.mul(x2Im, sine);
    const a1Re = f32x4.add(mRe, sIm);
    const a1Im = f32x4.sub(mIm, sRe);
    const a2Re = f32x4.sub(mRe, sIm);
    const a2Im = f32x4.add(mIm, sRe);
    // Over x3, x5 = 0, x1.
    const x3Re = loadIf(x + 3 * step, four);
    const x3Im = loadIf(x + 3 * step + 16, four);
    const x1Re = loadIf(x + step, two);
    const x1Im = loadIf(x + step + 16, two);
    const b0Re = f32x4.add(x3Re, x1Re);
    const b0Im = f32x4.add(x3Im, x1Im);
    mRe = f32x4.sub(x3Re, f32x4.mul(x1Re, half));
    mIm = f32x4.sub(x3Im, f32x4.mul(x1Im, half));
    sRe = f32x4.mul(x1Re, sine);
    sIm = f32x4.mul(x1Im, sine);
    const b1Re = f32x4.sub(mRe, sIm);
    const b1Im = f32x4.add(mIm, sRe);
    const b2Re = f32x4.add(mRe, sIm);
    const b2Im = f32x4.sub(mIm, sRe);
    storeComplex(y, f32x4.add(a0Re, b0Re), f32x4.add(a0Im, b0Im));
    storeTwisted(y + step, f32x4.sub(a1Re, b1Re), f32x4.sub(a1Im, b1Im), w);
    storeTwisted(y + 2 * step, f32x4.add(a2Re, b2Re), f32x4.add(a2Im, b2Im), w + 8);
    storeTwisted(y + 3 * step, f32x4.sub(a0Re, b0Re), f32x4.sub(a0Im, b0Im), w + 16);
    storeTwisted(y + 4 * step, f32x4.add(a1Re, b1Re), f32x4.add(a1Im, b1Im), w + 24);
    storeTwisted(y + 5 * step, f32x4.sub(a2Re, b2Re), f32x4.sub(a2Im, b2Im), w + 32);
    x += 32;
    y += 32;
    w += 40;
  }
}
