/** Quantiles of the standard normal distribution, by rational approximation. */
import { ln } from '@dsrnn/portable';
import { AnalysisError } from '../errors.ts';

/** Numerator and denominator, from the constant term up. */
interface Rational {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** For |p − 1/2| ≤ 0.425. Constants of algorithm AS 241, routine PPND16. */
const CENTRE: Rational = {
  above: [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  below: [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
  ],
};

/** For the tails beyond, down to a share of exp(−25). */
const TAIL: Rational = {
  above: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 0.0007745450142783414076,
  ],
  below: [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 0.000547593808499534494, 1.05075007164441684324e-9,
  ],
};

/**
 * The z of which a standard normal variable is below with probability `p`, to about 1e-15 relative.
 * Source: Wichura (1988), algorithm AS 241. Throws AnalysisError unless p is in [1.4e-11, 1 − 1.4e-11].
 */
export function normalQuantile(p: number): number {
  const centred = p - 0.5;
  if (Math.abs(centred) <= 0.425) return centred * evaluate(CENTRE, 0.180625 - centred * centred);
  const tail = centred < 0 ? p : 1 - p;
  if (!(tail >= 1.4e-11)) {
    throw new AnalysisError(`normal quantile of ${p}: expected a probability in [1.4e-11, 1 − 1.4e-11]`);
  }
  const z = evaluate(TAIL, Math.sqrt(-ln(tail)) - 1.6);
  return centred < 0 ? -z : z;
}

function evaluate({ above, below }: Rational, x: number): number {
  const horner = (constants: readonly number[]): number =>
    constants.reduceRight((sum, constant) => sum * x + constant, 0);
  return horner(above) / horner(below);
}
