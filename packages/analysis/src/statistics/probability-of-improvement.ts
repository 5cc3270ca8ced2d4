/**
 * Probability that a run of one method beats a run of another (Agarwal et al., 2021; per stratum the
 * Mann–Whitney U statistic over n·m).
 */
import { AnalysisError } from '../errors.ts';
import { orderLabels } from '../order.ts';
import type { Sample } from './stratified-mean.ts';

/**
 * Mean over strata of P(x > y) + ½ P(x = y), x from `treatment`, y from `reference`, higher being better.
 * In [0, 1]; ½ means no difference. Strata that only one side has are left out.
 * Throws AnalysisError if the sides share no stratum.
 */
export function probabilityOfImprovement(treatment: readonly Sample[], reference: readonly Sample[]): number {
  const strata = orderLabels(
    [],
    treatment.map(({ stratum }) => stratum),
  ).filter((stratum) => reference.some((sample) => sample.stratum === stratum));
  if (strata.length === 0) {
    throw new AnalysisError('probability of improvement: the two sides share no task; expected at least one');
  }
  const shares = strata.map((stratum) => {
    const ours = treatment.filter((sample) => sample.stratum === stratum);
    const theirs = reference.filter((sample) => sample.stratum === stratum);
    let wins = 0; // in halves, so that the sum is exact
    for (const { value } of ours) {
      for (const other of theirs) wins += value > other.value ? 2 : value === other.value ? 1 : 0;
    }
    return wins / (2 * ours.length * theirs.length);
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
