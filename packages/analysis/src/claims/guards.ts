/**
 * Guards of a claim: which pairs it must not be decided by. Each is a function in a file of its own and one line in
 * `guards`; they are asked in this order, each about the pairs that the ones before it kept.
 */
import type { Claim } from '@dsrnn/records';
import type { ClaimContext } from './claim-context.ts';
import type { ClaimPair, Sifted } from './claim-pair.ts';
import { divergedReference } from './diverged-reference.ts';
import { neitherLearned } from './neither-learned.ts';
import { notMeasured } from './not-measured.ts';
import { unequalWork } from './unequal-work.ts';

/**
 * Splits pairs into those that may decide the claim and those that are left out, with a reason that completes the
 * sentence "left out: <reason>". Pure; keeps the order of the pairs. Where every pair is left out the claim is not
 * tested, for these reasons.
 */
export type Guard = (pairs: readonly ClaimPair[], claim: Claim, context: ClaimContext) => Sifted;

/** All guards, in the order in which they are asked. */
export const guards: readonly Guard[] = [notMeasured, divergedReference, unequalWork, neitherLearned];

/** What all guards keep, and what each leaves out. */
export function guardPairs(pairs: readonly ClaimPair[], claim: Claim, context: ClaimContext): Sifted {
  return guards.reduce<Sifted>(
    (sifted, guard) => {
      const { kept, leftOut } = guard(sifted.kept, claim, context);
      return { kept, leftOut: [...sifted.leftOut, ...leftOut] };
    },
    { kept: pairs, leftOut: [] },
  );
}
