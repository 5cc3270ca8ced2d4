import type { Pointer } from '../arena.ts';

/** Optimiser and sums over [n] numbers, see assembly/adam.ts. */
export interface AdamFunctions {
  /**
   * g' = gradientScale g, m = beta1 m + (1 - beta1) g', v = beta2 v + (1 - beta2) g'^2,
   * p -= stepSize m / (sqrt v + epsilon). The corrections for bias belong into stepSize and epsilon. g is kept.
   */
  adamStep(
    n: number,
    p: Pointer,
    g: Pointer,
    m: Pointer,
    v: Pointer,
    beta1: number,
    beta2: number,
    stepSize: number,
    epsilon: number,
    gradientScale: number,
  ): void;
  /** Sum of g^2 in 64 bits. */
  sumOfSquares(n: number, g: Pointer): number;
  /** y = factor x; y may be x. */
  scaleInto(n: number, x: Pointer, factor: number, y: Pointer): void;
  /** y += x. */
  addInto(n: number, x: Pointer, y: Pointer): void;
  /** y += a b, number by number. */
  mulAddInto(n: number, a: Pointer, b: Pointer, y: Pointer): void;
}
