/** A small quadratic program with lower bounds. */
import { solveQP } from 'quadprog';

/**
 * The v that minimises ½ v'Hv + p'v subject to v_k ≥ bound, in float64. H, symmetric and positive definite, is given by
 * rows. It is scaled to a largest diagonal entry of 1 first, which moves no minimum, because the solver compares with
 * fixed tolerances. Throws RangeError if H is not positive definite in float64.
 */
export function minimiseAbove(
  hessian: readonly Float64Array[],
  linear: Float64Array,
  bound: number,
): Float64Array {
  const scale = hessian.reduce((largest, row, k) => Math.max(largest, row[k]!), 0);
  const from1 = (numbers: Iterable<number>): number[] => [0, ...numbers];
  const rows = hessian.map((row) => from1(row.map((value) => value / scale)));
  const identity = hessian.map((_, k) => from1(hessian.map((_row, j) => (j === k ? 1 : 0))));
  const { solution, message } = solveQP(
    [[], ...rows],
    from1(linear.map((value) => -value / scale)),
    [[], ...identity],
    from1(hessian.map(() => bound)),
  );
  if (message !== '') throw new RangeError(`quadratic program: ${message}`);
  return Float64Array.from(solution.slice(1), (value) => Math.max(value, bound));
}
