/**
 * exp, sigmoid, tanh and log on four lanes; math-arrays.ts has them over arrays.
 *
 *   exp      e^x = 2^n e^r, n = round(x / ln 2), |r| <= ln 2 / 2, e^r by a polynomial of degree 6
 *   sigmoid  1 / (1 + 2^t), t = -x / ln 2, 2^t = 2^n 2^f, |f| <= 1/2, 2^f - 1 by a polynomial of degree 6
 *   tanh     (2^t - 1) / (2^t + 1), t = 2 x / ln 2; 2^t - 1 keeps its digits where t is near 0
 *   log      x = 2^e (1 + f), log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f / (2 + f)
 *
 * Literals cost: newer versions of V8 build them again in every round of a loop. So sigmoid and tanh read their constants from
 * a table, and hot loops read them once, before they begin: they call `exp2Minus1` and hand them over. The others are written
 * do-while: older versions keep literals in registers only where the body runs at least once.
 *
 * Polynomials are Chebyshev fits of this project, 1.3e-8 relative or better. NaN comes back as NaN. Measured errors over
 * a sweep of all exponents and a dense one: exp 8.5e-8 relative, sigmoid 1.2e-7 and tanh 1.5e-7 absolute (tanh 2.6e-7
 * relative), log 7.9e-8 relative.
 */

/** 1.5 * 2^23: adding it leaves the nearest integer in the low bits of a float. */
const MAGIC: f32 = 12582912;
const MAGIC_BITS: i32 = 0x4b400000;

/** What `constant` reads, by name. */
export const UPPER = 0;
export const LOWER = 1;
export const ROUND = 2;
export const ONE = 3;
export const TWO = 4;
/** The first of the polynomial's six coefficients. */
export const POLYNOMIAL = 5;
/** Factors of x that make sigmoid and tanh out of exp2Minus1: -log2 e and 2 log2 e. */
export const SIGMOID_FACTOR = 11;
export const TANH_FACTOR = 12;

// prettier-ignore
const TABLE: usize = memory.data<f32>([
  127, -127, 12582912, 1, 2,
  0.693147188029342, 0.2402265092234269, 0.055503571042538634, 0.00961805666987683, 0.0013390867351063206,
  0.00015461447466577738,
  -1.4426950408889634, 2.8853900817779268,
], 16);

/** A constant of exp2Minus1, in all lanes. */
@inline
export function constant(index: i32): v128 {
  return v128.load_splat<f32>(TABLE + ((<usize>index) << 2));
}

/**
 * 2^t - 1 for t in [-127, 127], beyond that as at the ends, with the constants of the table. Sigmoid and tanh share it with
 * all its constants, so that they stay in registers where a loop needs both.
 */
@inline
export function exp2Minus1(
  t: v128, upper: v128, lower: v128, round: v128, one: v128,
  p1: v128, p2: v128, p3: v128, p4: v128, p5: v128, p6: v128,
): v128 {
  t = f32x4.pmax(f32x4.pmin(t, upper), lower);
  const shifted = f32x4.add(t, round);
  const f = f32x4.sub(t, f32x4.sub(shifted, round));
  // Pairs of terms rather than one after the other: a third less to wait for.
  const square = f32x4.mul(f, f);
  const first = f32x4.add(f32x4.mul(f, p2), p1);
  const second = f32x4.add(f32x4.mul(f, p4), p3);
  const third = f32x4.add(f32x4.mul(f, p6), p5);
  const rest = f32x4.add(second, f32x4.mul(square, third));
  const p = f32x4.mul(f, f32x4.add(first, f32x4.mul(square, rest)));
  // 2^n by its exponent bits; -127 gives 0.
  const scale = i32x4.add(i32x4.shl(shifted, 23), one);
  return f32x4.add(f32x4.mul(scale, p), f32x4.sub(scale, one));
}

/** exp2Minus1 with the constants read from the table on the spot. */
@inline
export function exp2Minus1Of(t: v128): v128 {
  return exp2Minus1(
    t, constant(UPPER), constant(LOWER), constant(ROUND), constant(ONE),
    constant(POLYNOMIAL), constant(POLYNOMIAL + 1), constant(POLYNOMIAL + 2),
    constant(POLYNOMIAL + 3), constant(POLYNOMIAL + 4), constant(POLYNOMIAL + 5),
  );
}

/** e^x. Overflows to Infinity, underflows through denormals to 0. */
@inline
export function expV(input: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(input, f32x4.splat(89)), f32x4.splat(-104));
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.4426950408889634)), f32x4.splat(MAGIC));
  const n = f32x4.sub(shifted, f32x4.splat(MAGIC));
  // ln 2 in two parts; the first has so few digits that n times it is exact.
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444005469057e-4)));
  let p = f32x4.add(
    f32x4.mul(r, f32x4.splat(0.0013933733215843072)),
    f32x4.splat(0.008363235384628428),
  );
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.041666464167315946));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.16666576643547276));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5000000013543253));
  p = f32x4.add(f32x4.mul(f32x4.mul(r, r), p), r);
  p = f32x4.add(p, f32x4.splat(1));
  // 2^n in two factors, because one float does not reach 2^128 or 2^-150.
  const whole = i32x4.sub(shifted, i32x4.splat(MAGIC_BITS));
  const half = i32x4.shr_s(whole, 1);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23);
  return f32x4.mul(f32x4.mul(p, first), second);
}

/** 1 / (1 + e^-x): 6e-39 below -88, exactly 1 above 17. */
@inline
export function sigmoidV(x: v128): v128 {
  const minus1 = exp2Minus1Of(f32x4.mul(x, constant(SIGMOID_FACTOR)));
  return f32x4.div(constant(ONE), f32x4.add(minus1, constant(TWO)));
}

/** tanh x: exactly +-1 beyond +-9.1. */
@inline
export function tanhV(x: v128): v128 {
  const minus1 = exp2Minus1Of(f32x4.mul(x, constant(TANH_FACTOR)));
  return f32x4.div(minus1, f32x4.add(minus1, constant(TWO)));
}

/** Natural logarithm: -Infinity at 0, NaN below. */
@inline
export function logV(input: v128): v128 {
  // Denormals are scaled into the normal range first.
  const tiny = f32x4.lt(input, f32x4.splat(1.1754943508222875e-38));
  const x = v128.bitselect(f32x4.mul(input, f32x4.splat(16777216)), input, tiny);
  // The integer part counts from sqrt(1/2), so that 1 + f is in [sqrt(1/2), sqrt 2).
  const offset = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  let e = f32x4.convert_i32x4_s(i32x4.shr_s(offset, 23));
  e = f32x4.sub(e, v128.and(tiny, f32x4.splat(24)));
  const mantissa = i32x4.add(v128.and(offset, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(mantissa, f32x4.splat(1));
  const s = f32x4.div(f, f32x4.add(f, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let series = f32x4.add(f32x4.mul(z, f32x4.splat(2.0 / 9.0)), f32x4.splat(2.0 / 7.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(2.0 / 5.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(2.0 / 3.0));
  series = f32x4.mul(series, z);
  const halfSquare = f32x4.mul(f32x4.mul(f, f), f32x4.splat(0.5));
  const low = f32x4.add(
    f32x4.mul(s, f32x4.add(halfSquare, series)),
    f32x4.mul(e, f32x4.splat(-2.1219444005469057e-4)),
  );
  const rest = f32x4.sub(f, f32x4.sub(halfSquare, low));
  let y = f32x4.add(f32x4.mul(e, f32x4.splat(0.693359375)), rest);
  const zero = f32x4.splat(0);
  y = v128.bitselect(y, f32x4.splat(-Infinity), f32x4.ne(input, zero));
  y = v128.bitselect(input, y, f32x4.eq(input, f32x4.splat(Infinity)));
  // False for negative numbers and for NaN.
  return v128.bitselect(y, f32x4.splat(NaN), f32x4.ge(input, zero));
}
