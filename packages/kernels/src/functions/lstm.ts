import type { Pointer } from '../arena.ts';

/** Element-wise part of the dense LSTM, see assembly/lstm.ts. Gates [batch][4 * units], gate-major: i f o g. */
export interface LstmFunctions {
  /**
   * Gates in: pre-activations, out: activated. c = f cPrev + i g, h = o tanh c; all states [batch][units]. c may be
   * cPrev.
   */
  lstmForward(batch: number, units: number, gates: Pointer, cPrev: Pointer, c: Pointer, h: Pointer): void;
  /**
   * Gates in: activated, out: gradients of the pre-activations. dh in: gradient of h. dc in: gradient of c by later
   * steps, out: gradient of cPrev. tanh c is computed again.
   */
  lstmBackward(
    batch: number,
    units: number,
    gates: Pointer,
    cPrev: Pointer,
    c: Pointer,
    dh: Pointer,
    dc: Pointer,
  ): void;
}
