/** Complex numbers with four signals in the lanes: 4 real parts, then 4 imaginary parts, 32 bytes. */

/** Real part of a b. */
@inline
export function productRe(aRe: v128, aIm: v128, bRe: v128, bIm: v128): v128 {
  return f32x4.sub(f32x4.mul(aRe, bRe), f32x4.mul(aIm, bIm));
}
/** Imaginary part of a b. */
@inline
export function productIm(aRe: v128, aIm: v128, bRe: v128, bIm: v128): v128 {
  return f32x4.add(f32x4.mul(aRe, bIm), f32x4.mul(aIm, bRe));
}
/** Real part of conj(a) b. */
@inline
export function conjugateRe(aRe: v128, aIm: v128, bRe: v128, bIm: v128): v128 {
  return f32x4.add(f32x4.mul(aRe, bRe), f32x4.mul(aIm, bIm));
}
/** Imaginary part of conj(a) b. */
@inline
export function conjugateIm(aRe: v128, aIm: v128, bRe: v128, bIm: v128): v128 {
  return f32x4.sub(f32x4.mul(aRe, bIm), f32x4.mul(aIm, bRe));
}

/** Four parts at `from`, or 0 if they are not there. */
@inline
export function loadIf(from: usize, there: bool): v128 {
  return there ? v128.load(from) : f32x4.splat(0);
}
@inline
export function storeComplex(to: usize, re: v128, im: v128): void {
  v128.store(to, re);
  v128.store(to, im, 16);
}
/** Stores a w, w one complex number at address `w`. */
@inline
export function storeTwisted(to: usize, re: v128, im: v128, w: usize): void {
  const wRe = v128.load32_splat(w);
  const wIm = v128.load32_splat(w, 4);
  storeComplex(to, productRe(re, im, wRe, wIm), productIm(re, im, wRe, wIm));
}
/** Real part of what is at `from`, times conj(w). */
@inline
export function untwistedRe(from: usize, w: usize): v128 {
  return conjugateRe(
    v128.load32_splat(w),
    v128.load32_splat(w, 4),
    v128.load(from),
    v128.load(from, 16),
  );
}
/** Imaginary part of what is at `from`, times conj(w). */
@inline
export function untwistedIm(from: usize, w: usize): v128 {
  return conjugateIm(
    v128.load32_splat(w),
    v128.load32_splat(w, 4),
    v128.load(from),
    v128.load(from, 16),
  );
}
