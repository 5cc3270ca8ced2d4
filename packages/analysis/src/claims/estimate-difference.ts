/** The number that decides a claim: mean of its paired differences over places, with interval and margin. */
import type { Claim } from '@dsrnn/records';
import { sampleOf, stratifiedMean, type Estimate, type Sample } from '../statistics/stratified-mean.ts';
import type { Range } from '../statistics/scale.ts';
import { groupOf } from '../summary/place.ts';
import type { ClaimPair } from './claim-pair.ts';

/** What the pairs of a claim say. */
export interface DifferenceEstimate {
  /** Over the pairs that have a difference; null where none has. */
  readonly estimate: Estimate | null;
  /** In units of the metric, a relative margin resolved with the reference scores of the pairs. */
  readonly margin: number;
  /** Pairs without a difference: the treatment diverged, or lacks the measure, on a scale that has no lowest. */
  readonly unbounded: number;
}

/** Estimate over pairs with a completed reference; strata are (architecture, task); `range` is where differences can lie. At least one pair. */
export function estimateDifference(
  claim: Claim,
  pairs: readonly ClaimPair[],
  range: Range,
): DifferenceEstimate {
  const samples = samplesOf(pairs, ({ difference }) => difference);
  const scores = samplesOf(pairs, ({ referenceScore }) => referenceScore);
  return {
    estimate: samples.length === 0 ? null : stratifiedMean(samples, claim.confidence, range),
    margin: claim.relative
      ? claim.margin * Math.abs(stratifiedMean(scores, claim.confidence).point)
      : claim.margin,
    unbounded: pairs.length - samples.length,
  };
}

function samplesOf(pairs: readonly ClaimPair[], read: (pair: ClaimPair) => number | null): Sample[] {
  return pairs.flatMap((pair): Sample[] => {
    const value = read(pair);
    return value === null ? [] : [sampleOf(groupOf(pair), pair.seed, value)];
  });
}
