/** Guard: what a run does not hold says nothing, neither for nor against. */
import type { Guard } from './guards.ts';
import { sift } from './claim-pair.ts';

/** Leaves out pairs of which a run completed without the measure of the claim: it was not asked for, or cannot be formed. */
export const notMeasured: Guard = (pairs) =>
  sift(pairs, 'not measured', ({ outcome }) => outcome !== 'not measured');
