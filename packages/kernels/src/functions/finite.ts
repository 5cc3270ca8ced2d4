import type { Floats } from '../arena/pointer.ts';

/** Whether numbers are numbers, see assembly/finite.ts. */
export interface FiniteFunctions {
  /** 1 if none of [n] numbers is NaN or infinite, else 0; 1 for none. */
  allFinite(n: number, x: Floats): number;
}
