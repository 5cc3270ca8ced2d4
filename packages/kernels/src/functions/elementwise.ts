import type { Pointer } from '../arena.ts';

/** Element-wise steps between products, over n numbers; see assembly/elementwise.ts. */
export interface ElementwiseFunctions {
  /** y = x ⊙ y. */
  mulInto(n: number, x: Pointer, y: Pointer): void;
  /** dx = dx (1 − y²), for y = tanh x. */
  tanhBackward(n: number, y: Pointer, dx: Pointer): void;
  /** out = old + m (fresh − old) if `carry` is 1, m fresh if it is 0; exactly fresh where m is 1. */
  mergeStates(n: number, mask: Pointer, carry: number, old: Pointer, fresh: Pointer, out: Pointer): void;
  /** dFresh = m dOut; dOut becomes the gradient of old; dMask (0: not wanted) that of the mask. */
  mergeStatesBackward(
    n: number,
    mask: Pointer,
    carry: number,
    old: Pointer,
    fresh: Pointer,
    dOut: Pointer,
    dFresh: Pointer,
    dMask: Pointer,
  ): void;
  /** y = scale ⊙ x + shift for each of `rows` rows of n numbers. */
  affineRows(rows: number, n: number, x: Pointer, scale: Pointer, shift: Pointer, y: Pointer): void;
}
