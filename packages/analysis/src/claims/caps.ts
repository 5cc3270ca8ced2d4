/**
 * Caps of a claim: reasons for which it is at most inconclusive, whatever its interval says. Each is a function in a
 * file of its own and one line in `caps`.
 */
import type { Claim } from '@dsrnn/records';
import type { ClaimContext } from './claim-context.ts';
import type { ClaimPair } from './claim-pair.ts';
import { tooFewSeeds } from './too-few-seeds.ts';
import { untunedSides } from './untuned-sides.ts';

/**
 * The reason for which the pairs, all of them kept by the guards, can neither support nor refute the claim; null
 * without one. A sentence without a full stop. Pure.
 */
export type Cap = (pairs: readonly ClaimPair[], claim: Claim, context: ClaimContext) => string | null;

/** All caps, in the order in which their reasons are given. */
export const caps: readonly Cap[] = [tooFewSeeds, untunedSides];

/** The reasons of all caps that hold. */
export function capReasons(pairs: readonly ClaimPair[], claim: Claim, context: ClaimContext): string[] {
  return caps.flatMap((cap) => cap(pairs, claim, context) ?? []);
}
