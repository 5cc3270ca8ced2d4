import type { Floats, None } from '../arena/pointer.ts';

/** Gated linear unit and Gaussian error linear unit, see assembly/glu.ts. */
export interface GluFunctions {
  /** y = x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), n numbers. y may be x. */
  gelu(n: number, x: Floats, y: Floats): void;
  /** dx = dy times the derivative of gelu at x; dx may be x or dy. */
  geluBackward(n: number, x: Floats, dy: Floats, dx: Floats): void;
  /** y [rows, n] = a1 sigmoid(a2), a1 and a2 the halves of the rows of a [rows, 2 n]. y must not be a. */
  glu(rows: number, n: number, a: Floats, y: Floats): void;
  /** da [rows, 2 n] from dy [rows, n]; da may be a. */
  gluBackward(rows: number, n: number, a: Floats, dy: Floats, da: Floats): void;
  /** y = mask gelu(x), n numbers. y may be x. */
  maskedGelu(n: number, x: Floats, mask: Floats, y: Floats): void;
  /** The gradient of mask gelu(x) in `d` becomes that of x; adds d gelu(x) to `dMask` (none: not wanted). */
  maskedGeluBackward(n: number, x: Floats, mask: Floats, d: Floats, dMask: Floats | None): void;
  /** y = u + mask glu(a): y, mask and u [rows, n], a [rows, 2 n]. y may be u. */
  maskedGlu(rows: number, n: number, a: Floats, mask: Floats, u: Floats, y: Floats): void;
  /** da [rows, 2 n] of mask glu(a), from its gradient dy [rows, n]; adds dy glu(a) to `dMask` (none: not wanted). da may be a. */
  maskedGluBackward(
    rows: number,
    n: number,
    a: Floats,
    mask: Floats,
    dy: Floats,
    da: Floats,
    dMask: Floats | None,
  ): void;
}
