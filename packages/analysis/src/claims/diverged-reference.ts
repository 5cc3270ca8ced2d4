/** Guard: a reference that diverged is no standard to compare with. */
import type { Guard } from './guards.ts';
import { sift } from './claim-pair.ts';

/** Leaves out pairs whose reference diverged, whatever became of the treatment. */
export const divergedReference: Guard = (pairs) =>
  sift(
    pairs,
    'the reference diverged',
    ({ outcome }) => outcome !== 'reference diverged' && outcome !== 'both diverged',
  );
