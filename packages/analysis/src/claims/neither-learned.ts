/** Guard: two models that have not learned are not compared. */
import type { Claim } from '@dsrnn/records';
import { neitherLearned as neitherHasLearned } from '../summary/learning.ts';
import type { ClaimPair } from './claim-pair.ts';
import { sift } from './claim-pair.ts';
import type { Guard } from './guards.ts';

/**
 * Leaves out the (architecture, task) places at which neither side ever passed guessing, see `learningOf` and
 * `bestScoreOf`: forgetting is of what was learned. Claims about failing, about cost, or with a number as reference are
 * decided whatever was learned.
 */
export const neitherLearned: Guard = (pairs, claim, { floors }) => {
  if (!needsLearning(claim)) return { kept: pairs, leftOut: [] };
  const unlearned = new Set(
    [...byPlace(pairs)].flatMap(([place, members]) => {
      const [ours, theirs] = (['treatment', 'reference'] as const).map((side) =>
        members.map((pair) => pair[side].run).filter((run) => run !== null),
      );
      return ours && theirs && neitherHasLearned(ours, theirs, floors) ? [place] : [];
    }),
  );
  return sift(pairs, 'neither has learned', (pair) => !unlearned.has(placeOf(pair)));
};

/** Whether the claim says something about what models have learned. */
export function needsLearning({ treatment, reference }: Claim): boolean {
  const { measure } = treatment;
  return !('value' in reference) && measure !== 'failure' && measure?.startsWith('cost.') !== true;
}

/** Pairs by (architecture, task), in their order. */
export function byPlace(pairs: readonly ClaimPair[]): ReadonlyMap<string, readonly ClaimPair[]> {
  const places = new Map<string, ClaimPair[]>();
  for (const pair of pairs) {
    const members = places.get(placeOf(pair));
    if (members === undefined) places.set(placeOf(pair), [pair]);
    else members.push(pair);
  }
  return places;
}

function placeOf({ architecture, task }: ClaimPair): string {
  return `${architecture} on ${task}`;
}
