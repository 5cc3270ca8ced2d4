/** Types of the part of `quadprog` that is used: Goldfarb & Idnani's dual method for strictly convex programs. */
declare module 'quadprog' {
  /** Index 0 of every array and row is unused, as in the Fortran original. */
  export interface Solution {
    readonly solution: readonly number[];
    /** Multipliers of the constraints. */
    readonly Lagrangian: readonly number[];
    /** Empty if it was solved. */
    readonly message: string;
  }

  /** min ½ x'Dx − d'x subject to A'x ≥ b. Overwrites its arguments. */
  export function solveQP(dmat: number[][], dvec: number[], amat: number[][], bvec: number[]): Solution;
}
