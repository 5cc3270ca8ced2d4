/** Guard: two models that have not learned are not compared. */
import type { Claim } from '@dsrnn/records';
import { bestScoreOf, learningOf, type Learning } from '../summary/learning.ts';
import type { ClaimContext } from './claim-context.ts';
import type { ClaimPair } from './claim-pair.ts';
import { sift } from './claim-pair.ts';
import type { Guard } from './guards.ts';

/**
 * Leaves out the (architecture, task) places at which neither side passes guessing, see `learningOf`. A claim about a
 * measure takes the score when the parts were learned, if that is better: forgetting is of what was learned. Claims about
 * failing, about cost, or with a number as reference are decided whatever was learned.
 */
export const neitherLearned: Guard = (pairs, claim, { floors }) => {
  if (!needsLearning(claim)) return { kept: pairs, leftOut: [] };
  const unlearned = new Set(
    [...byPlace(pairs)].flatMap(([place, members]) =>
      learningOfSides(members, claim, floors).every((side) => side === 'not learned') ? [place] : [],
    ),
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

/** Treatment and reference of the pairs of one place. Each is judged by its own task: strategies may differ. */
function learningOfSides(
  pairs: readonly ClaimPair[],
  claim: Claim,
  floors: ClaimContext['floors'],
): Learning[] {
  return (['treatment', 'reference'] as const).map((side) => {
    const runs = pairs.map((pair) => pair[side].run).filter((run) => run !== null);
    const [first] = runs;
    if (first === undefined) return 'unknown';
    const scores = runs.map((run) => (claim.treatment.measure === undefined ? run.score : bestScoreOf(run)));
    return learningOf(scores, first, floors);
  });
}
