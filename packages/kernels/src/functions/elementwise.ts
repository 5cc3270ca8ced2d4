import type { Floats, None } from '../arena/pointer.ts';

/** Element-wise steps between products, over n numbers; see assembly/elementwise.ts. */
export interface ElementwiseFunctions {
  /** y = x ⊙ y. */
  mulInto(n: number, x: Floats, y: Floats): void;
  /** dx = dx (1 − y²), for y = tanh x. */
  tanhBackward(n: number, y: Floats, dx: Floats): void;
  /** out = old + m (fresh − old) if `carry` is 1, m fresh if it is 0; exactly fresh where m is 1. */
  mergeStates(n: number, mask: Floats, carry: number, old: Floats, fresh: Floats, out: Floats): void;
  /** dFresh = m dOut; dOut becomes the gradient of old; dMask (none: not wanted) that of the mask. */
  mergeStatesBackward(
    n: number,
    mask: Floats,
    carry: number,
    old: Floats,
    fresh: Floats,
    dOut: Floats,
    dFresh: Floats,
    dMask: Floats | None,
  ): void;
  /** y = scale ⊙ x + shift for each of `rows` rows of n numbers. */
  affineRows(rows: number, n: number, x: Floats, scale: Floats, shift: Floats, y: Floats): void;
  /** out += d (fresh − old). */
  mulDifferenceInto(n: number, d: Floats, fresh: Floats, old: Floats, out: Floats): void;
  /** inside = mask where `by` is not 0, outside = mask where it is 0; 0 elsewhere. */
  splitMask(n: number, mask: Floats, by: Floats, inside: Floats, outside: Floats): void;
}
