import type { FloatContents, Floats, Pointer } from '../arena/pointer.ts';

/** Optimiser and sums over [n] numbers, see assembly/adam.ts. */
export interface AdamFunctions {
  /**
   * g' = gradientScale g, m = beta1 m + (1 - beta1) g', v = beta2 v + (1 - beta2) g'^2,
   * p -= stepSize m / (sqrt v + epsilon). The corrections for bias belong into stepSize and epsilon. g is kept.
   */
  adamStep(
    n: number,
    p: Floats,
    g: Floats,
    m: Floats,
    v: Floats,
    beta1: number,
    beta2: number,
    stepSize: number,
    epsilon: number,
    gradientScale: number,
  ): void;
  /** Sum of g^2 in 64 bits. */
  sumOfSquares(n: number, g: Floats): number;
  /** y = factor x; y may be x. */
  scaleInto(n: number, x: Floats, factor: number, y: Floats): void;
  /** y += x, in one layout, whichever. */
  addInto<Of extends FloatContents>(n: number, x: Pointer<Of>, y: Pointer<NoInfer<Of>>): void;
  /** y += a b, number by number. */
  mulAddInto(n: number, a: Floats, b: Floats, y: Floats): void;
}
