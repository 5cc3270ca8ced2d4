/** Quantiles of Student's t distribution. */
import { exp, ln } from '@dsrnn/portable';
import { AnalysisError } from '../errors.ts';
import { incompleteBeta, lnBeta } from './incomplete-beta.ts';

/**
 * The t ≥ 0 of which a Student variable with `freedom` degrees of freedom, whole or not, is below with probability
 * `p`; to about 1e-12 relative. Solves P(T > t) = ½ I_x(ν/2, ½) = 1 − p, x = ν / (ν + t²), by Newton's method from 0:
 * the left side falls and is convex, so that no step goes too far. Throws AnalysisError unless p is in [1/2, 1) and
 * freedom is at least 1.
 */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p >= 0.5 && p < 1 && freedom >= 1 && freedom < Infinity)) {
    throw new AnalysisError(
      `t quantile of ${p} at ${freedom} degrees of freedom: expected a probability in [1/2, 1) and a finite number of at least 1`,
    );
  }
  const lnScale = lnBeta(freedom / 2, 0.5) + ln(freedom) / 2;
  let t = 0;
  for (;;) {
    const x = freedom / (freedom + t * t);
    const above = incompleteBeta(x, freedom / 2, 0.5) / 2;
    const density = exp(((freedom + 1) / 2) * ln(x) - lnScale);
    const next = t + (above - (1 - p)) / density;
    if (!(next > t * (1 + 1e-15))) return t;
    t = next;
  }
}
