/**
 * Every method beside the reference of the same architecture, task and seed. The comparison table and the figure of
 * differences read these, so the two can never disagree.
 */
import { higherIsBetter, type Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { pairedDifferences } from '../statistics/paired-differences.ts';
import { probabilityOfImprovement } from '../statistics/probability-of-improvement.ts';
import { rangeOfDifference } from '../statistics/scale.ts';
import type { Estimate, Sample } from '../statistics/stratified-mean.ts';
import { sampleOf, stratifiedMean } from '../statistics/stratified-mean.ts';
import { neitherLearned } from './learning.ts';
import type { ScoreSummary } from './summarise-scores.ts';

/** One place of the grid beside the reference. */
export interface Comparison {
  readonly summary: ScoreSummary;
  /**
   * Mean of the paired differences of completed runs with its interval, sign turned so that higher is
   * better, in units of the metric; null without such a pair, and where neither side has learned.
   */
  readonly difference: Estimate | null;
  /** Probability that a completed run of the method beats one of the reference; null where `difference` is. */
  readonly probability: number | null;
  /** Pairs of which a run diverged: left out of the difference. */
  readonly divergedPairs: number;
  /** Neither side passes guessing: there is nothing to compare. */
  readonly unlearned: boolean;
}

/**
 * The comparisons of all planned places of methods other than the reference, in the order of `summaries`. The
 * reference is its run of least sparsity on the same architecture and task.
 */
export function compareWithReference(
  summaries: readonly ScoreSummary[],
  observations: readonly Observation[],
  context: AnalysisContext,
): Comparison[] {
  return summaries
    .filter(({ method, expected }) => method !== context.reference && expected > 0)
    .map((summary) => compare(summary, observations, context));
}

function compare(
  summary: ScoreSummary,
  observations: readonly Observation[],
  { reference, confidence, floors }: AnalysisContext,
): Comparison {
  const { architecture, method, sparsity, task, metric } = summary;
  const here = observations.filter((run) => run.architecture === architecture && run.task === task);
  const theirs = here.filter((run) => run.method === reference);
  const least = Math.min(...theirs.map((run) => run.sparsity));
  const ours = here.filter((run) => run.method === method && run.sparsity === sparsity);
  const baseline = theirs.filter((run) => run.sparsity === least);
  const { pairs } = pairedDifferences(ours, baseline);
  const whole = pairs.filter(({ outcome }) => outcome === 'completed');
  const divergedPairs = pairs.length - whole.length;
  const unlearned = pairs.length > 0 && neitherLearned(ours, baseline, floors);
  if (whole.length === 0 || metric === null || unlearned) {
    return { summary, difference: null, probability: null, divergedPairs, unlearned };
  }
  const difference = stratifiedMean(
    whole.map(({ seed, difference }) => sampleOf(task, seed, difference ?? NaN)),
    confidence,
    rangeOfDifference(metric),
  );
  const probability = probabilityOfImprovement(samplesOf(ours), samplesOf(baseline));
  return { summary, difference, probability, divergedPairs, unlearned };
}

/** Completed runs as samples for which higher is better. */
function samplesOf(runs: readonly Observation[]): Sample[] {
  return runs.flatMap(({ task, seed, score, metric }) =>
    score === null ? [] : [sampleOf(task, seed, higherIsBetter(metric) ? score : -score)],
  );
}
