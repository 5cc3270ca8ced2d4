import type { Pointer } from '../arena.ts';

/** Delta networks over [count] numbers, see assembly/delta.ts. */
export interface DeltaFunctions {
  /**
   * sent = value and flag 1 where |value - sentPrev| >= theta or NaN, else sentPrev and 0. sent may be sentPrev. Returns
   * how many were sent.
   */
  deltaTransmit(
    count: number,
    value: Pointer,
    sentPrev: Pointer,
    theta: number,
    sent: Pointer,
    flags: Pointer,
  ): number;
  /** dValue += flags dSent; dSent *= 1 - flags, and is then the gradient of the previous sent. */
  deltaBackward(count: number, flags: Pointer, dSent: Pointer, dValue: Pointer): void;
}
