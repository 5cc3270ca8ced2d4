/**
 * Probability of improvement with its bootstrap interval (Agarwal et al., 2021): the runs of both sides are drawn anew
 * within each stratum, independently of each other.
 */
import { createRng } from '@dsrnn/portable';
import { AnalysisError } from '../errors.ts';
import { orderLabels } from '../order.ts';
import { quantileOfSorted } from './quantile.ts';
import type { BootstrapOptions, Estimate, Sample } from './stratified-bootstrap.ts';

/**
 * Mean over the strata that both sides have of P(x > y) + ½ P(x = y), x from `treatment`, y from `reference`, with its
 * percentile interval. Higher is better; −Infinity stands for a run that diverged: it loses to every completed run and
 * ties with another. `n` counts the runs of both sides, `singles` the strata in which a side has one run only. `name`
 * selects the random stream. Throws AnalysisError if the sides share no stratum or a value is NaN.
 */
export function improvementBootstrap(
  treatment: readonly Sample[],
  reference: readonly Sample[],
  name: string,
  { confidence, resamples = 2000 }: Omit<BootstrapOptions, 'statistic'>,
): Estimate {
  const names = orderLabels(
    [],
    treatment.map(({ stratum }) => stratum),
  );
  const strata = names
    .map((stratum) => ({ ours: valuesOf(treatment, stratum), theirs: valuesOf(reference, stratum) }))
    .filter(({ theirs }) => theirs.length > 0);
  const values = strata.flatMap(({ ours, theirs }) => [...ours, ...theirs]);
  if (strata.length === 0 || values.some(Number.isNaN)) {
    throw new AnalysisError(
      `probability of improvement ${name}: expected at least one task that both sides have, and no NaN; got ${String(strata.length)} shared tasks of ${String(names.length)}`,
    );
  }
  const rng = createRng(1).fork(name);
  const redrawn = (side: readonly number[]): number[] => side.map(() => side[rng.integer(side.length)]!);
  const draws = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (const { ours, theirs } of strata) sum += shareWon(redrawn(ours), redrawn(theirs));
    draws[r] = sum / strata.length;
  }
  draws.sort();
  const tail = (1 - confidence) / 2;
  return {
    point: strata.reduce((sum, { ours, theirs }) => sum + shareWon(ours, theirs), 0) / strata.length,
    low: quantileOfSorted(draws, tail),
    high: quantileOfSorted(draws, 1 - tail),
    n: values.length,
    singles: strata.filter(({ ours, theirs }) => ours.length === 1 || theirs.length === 1).length,
  };
}

/** Ascending, so that the order of the input cannot change the draws. */
function valuesOf(samples: readonly Sample[], stratum: string): number[] {
  return samples
    .filter((sample) => sample.stratum === stratum)
    .map(({ value }) => value)
    .sort((a, b) => (a === b ? 0 : a < b ? -1 : 1));
}

function shareWon(ours: readonly number[], theirs: readonly number[]): number {
  let wins = 0; // in halves, so that the sum is exact
  for (const value of ours) {
    for (const other of theirs) wins += value > other ? 2 : value === other ? 1 : 0;
  }
  return wins / (2 * ours.length * theirs.length);
}
