/**
 * Zero-order hold: abar = e^x, bbar = (e^x - 1) / a with x = dt a. In float64, rounded once; where |x| < 1e-3 and e^x - 1
 * would cancel, by its power series.
 */
import { cos64, exp64, sin64 } from './float64';

/** Real part of bbar, given e^x. */
@inline
export function bbarRe64(dt: f64, re: f64, im: f64, expRe: f64, expIm: f64): f64 {
  const square = re * re + im * im;
  if (square * dt * dt < 1e-6) return dt * seriesRe(dt * re, dt * im, 1, 0.5, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720);
  return ((expRe - 1) * re + expIm * im) / square;
}
/** Imaginary part of bbar. */
@inline
export function bbarIm64(dt: f64, re: f64, im: f64, expRe: f64, expIm: f64): f64 {
  const square = re * re + im * im;
  if (square * dt * dt < 1e-6) return dt * seriesIm(dt * re, dt * im, 1, 0.5, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720);
  return (expIm * re - (expRe - 1) * im) / square;
}

/** Real part of c0 + c1 x + ... + c5 x^5. */
export function seriesRe(re: f64, im: f64, c0: f64, c1: f64, c2: f64, c3: f64, c4: f64, c5: f64): f64 {
  const re2 = re * re - im * im;
  const im2 = 2 * re * im;
  const re3 = re2 * re - im2 * im;
  const im3 = re2 * im + im2 * re;
  const re4 = re3 * re - im3 * im;
  const im4 = re3 * im + im3 * re;
  return c0 + c1 * re + c2 * re2 + c3 * re3 + c4 * re4 + c5 * (re4 * re - im4 * im);
}
/** Its imaginary part. */
export function seriesIm(re: f64, im: f64, _c0: f64, c1: f64, c2: f64, c3: f64, c4: f64, c5: f64): f64 {
  const re2 = re * re - im * im;
  const im2 = 2 * re * im;
  const re3 = re2 * re - im2 * im;
  const im3 = re2 * im + im2 * re;
  const re4 = re3 * re - im3 * im;
  const im4 = re3 * im + im3 * re;
  return c1 * im + c2 * im2 + c3 * im3 + c4 * im4 + c5 * (re4 * im + im4 * re);
}

export function s4dDiscretise(
  H: i32, M: i32, dt: usize, aRe: usize, aIm: usize,
  abarRe: usize, abarIm: usize, bbarRe: usize, bbarIm: usize,
): void {
  for (let h = 0; h < H; h++) {
    const step = f64(load<f32>(dt + ((<usize>h) << 2)));
    for (let n = 0; n < M; n++) {
      const at = ((<usize>h) * (<usize>M) + <usize>n) << 2;
      const re = f64(load<f32>(aRe + at));
      const im = f64(load<f32>(aIm + at));
      const size = exp64(step * re);
      const expRe = size * cos64(step * im);
      const expIm = size * sin64(step * im);
      store<f32>(abarRe + at, f32(expRe));
      store<f32>(abarIm + at, f32(expIm));
      store<f32>(bbarRe + at, f32(bbarRe64(step, re, im, expRe, expIm)));
      store<f32>(bbarIm + at, f32(bbarIm64(step, re, im, expRe, expIm)));
    }
  }
}
