import type { Floats } from '../arena/pointer.ts';

/** Element-wise part of the dense LSTM, see assembly/lstm.ts. Gates [batch][4 * units], gate-major: i f o g. */
export interface LstmFunctions {
  /**
   * Gates in: pre-activations, out: activated. c = f cPrev + i g, h = o tanh c; all states [batch][units]. c may be
   * cPrev.
   */
  lstmForward(batch: number, units: number, gates: Floats, cPrev: Floats, c: Floats, h: Floats): void;
  /**
   * Gates in: activated, out: gradients of the pre-activations. dh in: gradient of h. dc in: gradient of c by later
   * steps, out: gradient of cPrev. tanh c is computed again.
   */
  lstmBackward(
    batch: number,
    units: number,
    gates: Floats,
    cPrev: Floats,
    c: Floats,
    dh: Floats,
    dc: Floats,
  ): void;
}
