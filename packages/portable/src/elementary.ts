/**
 * Elementary functions in plain IEEE-754 arithmetic, so that they give the same bits on every engine.
 *
 * ECMAScript leaves the accuracy of `Math.exp`, `Math.log`, `Math.cos` … to the engine; `+ - * /` and
 * `Math.sqrt` are exact. Everything that reaches a result (initial weights, schedules, noise) uses these.
 */

const LN2 = 0.6931471805599453;
const LN2_HIGH = 0.69314718036912381649; // upper bits of ln 2, exactly representable times small integers
const LN2_LOW = 1.90821492927058770002e-10;

const bits = new DataView(new ArrayBuffer(8));

/**
 * Natural logarithm for finite x > 0, relative error below 4e-16 on normal numbers.
 * Method: x = m·2^e with m in [√½, √2), ln m = 2 atanh((m−1)/(m+1)) by its odd series.
 * `ln(0)` is −Infinity; negative input gives NaN.
 */
export function ln(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0) || x === Infinity) return x === Infinity ? Infinity : NaN;
  let exponent = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54 lifts a denormal into the normal range
    exponent -= 54;
  }
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  exponent += ((high >>> 20) & 0x7ff) - 1023;
  bits.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let series = 0;
  for (let k = 23; k >= 3; k -= 2) series = z * (1 / k + series);
  return exponent * LN2_HIGH + (2 * s + (2 * s * series + exponent * LN2_LOW));
}

/**
 * Exponential, relative error below 4e-16 where the result is a normal number.
 * Method: x = n ln 2 + r with |r| ≤ ln2/2, Taylor series in r, then scaling by 2^n.
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const n = Math.round(x / LN2);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let series = 1;
  for (let k = 18; k >= 1; k--) series = 1 + (r * series) / k;
  return n < -1000
    ? series * powerOfTwo(n + 200) * powerOfTwo(-200)
    : n > 1000
      ? series * powerOfTwo(n - 100) * powerOfTwo(100)
      : series * powerOfTwo(n);
}

/** cos(π·x) for any finite x, absolute error below 1e-15. Used by the cosine schedules and the permutations. */
export function cosPi(x: number): number {
  let t = Math.abs(x) % 2; // cos has period 2 in units of π and is even
  if (t > 1) t = 2 - t;
  const negate = t > 0.5;
  if (negate) t = 1 - t;
  const z = Math.PI * t * Math.PI * t;
  let series = 1;
  for (let k = 22; k >= 2; k -= 2) series = 1 - (z * series) / (k * (k - 1));
  return negate ? -series : series;
}

/** 1 / (1 + e^−x). */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}

function powerOfTwo(n: number): number {
  bits.setUint32(0, (n + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
