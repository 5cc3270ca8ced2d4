import type { Floats } from '../arena/pointer.ts';

/** Elementary functions over arrays of n numbers, see assembly/math.ts for their accuracy; x and y may be the same. */
export interface MathArrayFunctions {
  /** y = e^x; relative error below 3e-7, Infinity above 88.72, 0 below -103.9. */
  expInto(n: number, x: Floats, y: Floats): void;
  /** y = 1 / (1 + e^-x); absolute error below 2e-7. */
  sigmoidInto(n: number, x: Floats, y: Floats): void;
  /** y = tanh x; absolute error below 2e-7, relative below 5e-7. */
  tanhInto(n: number, x: Floats, y: Floats): void;
  /** y = ln x; relative error below 3e-7 (absolute near 1: below 1e-7), -Infinity at 0, NaN below 0. */
  logInto(n: number, x: Floats, y: Floats): void;
}
