import type { Floats } from '../arena/pointer.ts';

/** Delta networks over [count] numbers, see assembly/delta.ts. */
export interface DeltaFunctions {
  /**
   * sent = value and flag 1 where |value - sentPrev| >= theta or NaN, else sentPrev and 0. sent may be sentPrev. Returns
   * how many were sent.
   */
  deltaTransmit(
    count: number,
    value: Floats,
    sentPrev: Floats,
    theta: number,
    sent: Floats,
    flags: Floats,
  ): number;
  /** dValue += flags dSent; dSent *= 1 - flags, and is then the gradient of the previous sent. */
  deltaBackward(count: number, flags: Floats, dSent: Floats, dValue: Floats): void;
}
