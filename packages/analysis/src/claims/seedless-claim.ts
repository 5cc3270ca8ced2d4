/**
 * Claims about work that is planned, as the MACs of masks: every seed of a place has the same, so seeds repeat nothing. n
 * counts places, there is no interval over seeds, and a verdict needs every place on one side.
 */
import type { Claim, Verdict } from '@dsrnn/records';
import { TOTAL_MAC_SHARE } from '../summary/costs.ts';
import { MAC_DRIFT } from '../summary/mac-drift.ts';
import { byPlace, type ClaimPair } from './claim-pair.ts';

/** A decision without an interval, and how it came about, to stand behind the mean over places. */
export interface ExactDecision {
  readonly verdict: Verdict;
  readonly how: string;
}

/**
 * The decision, null where the claim is about no work, or the work of some place was seen by one seed only or differs
 * between seeds, as that of delta networks does.
 */
export function decideWithoutSeeds(
  claim: Claim,
  pairs: readonly ClaimPair[],
  margin: number,
): ExactDecision | null {
  const { measure } = claim.treatment;
  if (measure !== TOTAL_MAC_SHARE && measure !== MAC_DRIFT) return null;
  const places = [...byPlace(pairs).values()].map((members) => members.map(({ difference }) => difference));
  if (places.some((values) => values.length < 2 || new Set(values).size > 1)) return null;
  const bar = claim.kind === 'superior' ? margin : -margin;
  const every = (holds: (beyond: number) => boolean): boolean =>
    places.every(([value]) => typeof value === 'number' && holds(value - bar));
  return {
    verdict: every((beyond) => beyond > 0)
      ? 'supported'
      : every((beyond) => beyond < 0)
        ? 'not supported'
        : 'inconclusive',
    how: ', the same for every seed',
  };
}
