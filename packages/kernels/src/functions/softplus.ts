import type { Floats } from '../arena/pointer.ts';

/** The map that keeps a parameter positive, over arrays of n numbers; see assembly/softplus.ts. */
export interface SoftplusFunctions {
  /** y = ln(1 + e^x), accurate to 1e-7 relative for every x. y may be x. */
  softplusInto(n: number, x: Floats, y: Floats): void;
  /** dx = dy sigmoid(x). dx may be dy. */
  softplusBackward(n: number, x: Floats, dy: Floats, dx: Floats): void;
}
