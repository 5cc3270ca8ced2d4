/** The number that decides a claim: statistic of its paired differences, with interval and margin. */
import type { Claim } from '@dsrnn/records';
import { interquartileMean } from '../statistics/interquartile-mean.ts';
import { mean } from '../statistics/mean.ts';
import { stratifiedBootstrap, type Estimate, type Sample } from '../statistics/stratified-bootstrap.ts';
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

/** Estimate over pairs with a completed reference; strata are (architecture, task). At least one pair. */
export function estimateDifference(claim: Claim, pairs: readonly ClaimPair[]): DifferenceEstimate {
  const { confidence } = claim;
  const scores = pairs.map(({ referenceScore }) => referenceScore ?? NaN);
  const statistic = claim.statistic === 'mean' ? mean : interquartileMean;
  const samples = pairs.flatMap(({ architecture, task, seed, difference }): Sample[] =>
    difference === null ? [] : [{ stratum: `${architecture}/${task}`, key: String(seed), value: difference }],
  );
  return {
    estimate:
      samples.length === 0
        ? null
        : stratifiedBootstrap(samples, `claim/${claim.id}`, { confidence, statistic }),
    margin: claim.relative ? claim.margin * Math.abs(statistic(scores)) : claim.margin,
    unbounded: pairs.length - samples.length,
  };
}
