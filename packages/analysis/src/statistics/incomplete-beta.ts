/** Regularised incomplete beta function, on which Student's t distribution rests. */
import { exp, ln } from '@dsrnn/portable';
import { AnalysisError } from '../errors.ts';

/** Lanczos' coefficients for g = 7, nine terms (Godfrey): ln Γ to about 1e-15 relative. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
const HALF_LN_TWO_PI = 0.91893853320467274;
/** More than the continued fraction needs anywhere the caller goes: it converges in O(√max(a, b)) terms. */
const MOST_TERMS = 10_000;
const TINY = 1e-300;

/**
 * I_x(a, b) = ∫₀ˣ t^(a−1) (1−t)^(b−1) dt / B(a, b) for x in [0, 1], a, b ≥ 1/2, to about 1e-13.
 *
 * Continued fraction 8.17.22 of the NIST Digital Library, evaluated by the modified Lentz method, on the side of
 * (a + 1)/(a + b + 2) on which it converges fast. Throws AnalysisError outside of the domain.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a >= 0.5 && b >= 0.5)) {
    throw new AnalysisError(
      `incomplete beta of x = ${x}, a = ${a}, b = ${b}: expected 0 ≤ x ≤ 1, a ≥ 1/2, b ≥ 1/2`,
    );
  }
  if (x === 0 || x === 1) return x;
  const front = exp(a * ln(x) + b * ln(1 - x) - lnBeta(a, b));
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** ln B(a, b) = ln ∫₀¹ t^(a−1) (1−t)^(b−1) dt for a, b ≥ 1/2. */
export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

function fraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) return value;
  }
  throw new AnalysisError(
    `incomplete beta of x = ${x}, a = ${a}, b = ${b}: no convergence in ${MOST_TERMS} terms`,
  );
}

/** ln Γ(z) for z ≥ 1/2. */
function lnGamma(z: number): number {
  const w = z - 1;
  const base = w + 7.5;
  const series = LANCZOS.reduce((sum, term, i) => sum + (i === 0 ? term : term / (w + i)), 0);
  return HALF_LN_TWO_PI + (w + 0.5) * ln(base) - base + ln(series);
}
