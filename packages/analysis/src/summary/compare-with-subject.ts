/**
 * One emphasised method, the subject, beside another over all (architecture, task) groups: what the ranking shows.
 *
 * A run that diverged counts as the lowest score that its metric has (accuracy 0, auc 1/2) on either side. MSE has no
 * lowest: pairs of which one run diverged are left out of the difference, and the side that diverged cannot win there.
 */
import { groupBy } from '@dsrnn/portable';
import { higherIsBetter, type Observation } from '@dsrnn/records';
import type { AnalysisContext, Floor } from '../context.ts';
import { pairedDifferences, type PairedDifference } from '../statistics/paired-differences.ts';
import { LEAST_PAIRS, placeOutcome, type PlaceOutcome } from '../statistics/place-outcome.ts';
import { probabilityOfImprovement } from '../statistics/probability-of-improvement.ts';
import { crossedMean, type CrossedValue } from '../statistics/crossed-mean.ts';
import { sortedMean } from '../statistics/sorted-mean.ts';
import { lowestOf, rangeOfDifference } from '../statistics/scale.ts';
import type { Estimate, Sample } from '../statistics/stratified-mean.ts';
import { sampleOf, stratifiedMean } from '../statistics/stratified-mean.ts';
import { labelsOf } from './labels-of.ts';
import { neitherLearned } from './learning.ts';
import { matchedOn, matchedRuns } from './matched-work.ts';
import { groupOf } from './place.ts';

/** A method at a sparsity. */
export interface Side {
  readonly method: string;
  readonly sparsity: number;
}

/** The subject against one other method. */
export interface SubjectComparison {
  /** Groups by outcome; a tie is not decided either way. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /**
   * Groups of unequal work, named in `unequalNames`: no win, tie or loss, and left out of all else, as single pairs of
   * unequal work are. Null where both sides are not matched on their work.
   */
  readonly unequal: number | null;
  readonly unequalNames: readonly string[];
  /** Groups at which neither side passes guessing: counted here, and left out of all else. */
  readonly unlearned: number;
  /** Mean over the groups scored by accuracy of the mean of subject − other over their pairs; null without one. */
  readonly difference: Estimate | null;
  /** Interval of the same for other architectures and tasks; null for one group. */
  readonly overPlaces: readonly [number, number] | null;
  /** Groups behind `difference`. */
  readonly accuracyGroups: number;
  /** Mean over groups of P(subject > other); null without a group. */
  readonly improvement: number | null;
  readonly pairs: number;
  /** Runs of these pairs that diverged. */
  readonly diverged: { readonly subject: number; readonly other: number };
  /** MACs per step as shares of the dense core, mean over the runs of these pairs; null without a pair. */
  readonly shares: { readonly subject: MacShares; readonly other: MacShares } | null;
}

/** Cost of a side. */
export interface MacShares {
  readonly core: number;
  readonly total: number;
}

/** The first method in the order of the context that is not the reference and is run at a sparsity above 0; null if none is. */
export function subjectOf(observations: readonly Observation[], context: AnalysisContext): string | null {
  const sparse = [...observations, ...context.expected].filter(
    ({ method, sparsity }) => method !== context.reference && sparsity > 0,
  );
  return labelsOf('method', sparse, context)[0] ?? null;
}

/** Compares over the (architecture, task) groups in which both sides have a pair of runs with one seed. */
export function compareWithSubject(
  subject: Side,
  other: Side,
  observations: readonly Observation[],
  context: AnalysisContext,
): SubjectComparison {
  const { confidence, floors } = context;
  const matched = matchedRuns(
    runsOf(subject, observations),
    runsOf(other, observations),
    matchedOn(subject, other, context),
    LEAST_PAIRS,
  );
  const all = [matched.ours, matched.theirs] as const;
  const unlearned = unlearnedGroups(...all, floors);
  const learned = (runs: readonly Observation[]): Observation[] =>
    runs.filter((run) => !unlearned.has(groupOf(run)));
  const [ours, theirs] = [learned(all[0]), learned(all[1])];
  const { pairs } = pairedDifferences(ours, theirs);
  const differences = pairs.map((pair) => ({ ...pair, difference: differenceOf(pair, ours, theirs) }));
  const outcomes = [...groupBy(differences, groupOf).values()].map((members) =>
    placeOutcome(members, confidence, 0),
  );
  const count = (outcome: PlaceOutcome): number => outcomes.filter((one) => one === outcome).length;
  const accurate = samplesOf(differences.filter(({ metric }) => metric === 'accuracy'));
  const paired = (side: readonly Observation[]): Observation[] =>
    side.filter((run) => pairs.some((pair) => groupOf(pair) === groupOf(run) && pair.seed === run.seed));
  const [mine, its] = [paired(ours), paired(theirs)];
  const divergedIn = (runs: readonly Observation[]): number =>
    runs.filter(({ score }) => score === null).length;
  return {
    wins: count('above'),
    ties: count('undecided'),
    losses: count('below'),
    unequal: matched.unequal,
    unequalNames: matched.names,
    unlearned: unlearned.size,
    difference:
      accurate.length === 0 ? null : stratifiedMean(accurate, confidence, rangeOfDifference('accuracy')),
    overPlaces:
      accurate.length === 0
        ? null
        : crossedMean(placesOf(differences), confidence, rangeOfDifference('accuracy')).interval,
    accuracyGroups: new Set(accurate.map(({ stratum }) => stratum)).size,
    improvement:
      pairs.length === 0 ? null : probabilityOfImprovement(mine.map(rankedSample), its.map(rankedSample)),
    pairs: pairs.length,
    diverged: { subject: divergedIn(mine), other: divergedIn(its) },
    shares: pairs.length === 0 ? null : { subject: meanShares(mine), other: meanShares(its) },
  };
}

function runsOf({ method, sparsity }: Side, observations: readonly Observation[]): Observation[] {
  return observations.filter((run) => run.method === method && run.sparsity === sparsity);
}

/** The groups at which both sides have runs, and neither has learned. */
function unlearnedGroups(
  ours: readonly Observation[],
  theirs: readonly Observation[],
  floors: readonly Floor[],
): ReadonlySet<string> {
  const within = (runs: readonly Observation[], group: string): Observation[] =>
    runs.filter((run) => groupOf(run) === group);
  return new Set(
    ours.map(groupOf).filter((group) => neitherLearned(within(ours, group), within(theirs, group), floors)),
  );
}

/** Symmetric in who diverged, unlike the difference of a claim, which a diverged reference makes void. */
function differenceOf(
  pair: PairedDifference,
  ours: readonly Observation[],
  theirs: readonly Observation[],
): number | null {
  const lowest = lowestOf(pair.metric);
  if (pair.outcome === 'completed' || lowest === null) return pair.difference;
  const scoreIn = (side: readonly Observation[]): number =>
    side.find((run) => groupOf(run) === groupOf(pair) && run.seed === pair.seed)?.score ?? lowest;
  return scoreIn(ours) - scoreIn(theirs); // metrics with a lowest score rise
}

/** The mean difference of each group that is scored by accuracy. */
function placesOf(pairs: readonly PairedDifference[]): CrossedValue[] {
  const accurate = pairs.filter(({ metric, difference }) => metric === 'accuracy' && difference !== null);
  return [...groupBy(accurate, groupOf).values()].map((members) => ({
    first: members[0]!.architecture,
    second: members[0]!.task,
    value: sortedMean(members.map(({ difference }) => difference!)),
  }));
}

function samplesOf(pairs: readonly PairedDifference[]): Sample[] {
  return pairs.flatMap((pair) =>
    pair.difference === null ? [] : [sampleOf(groupOf(pair), pair.seed, pair.difference)],
  );
}

/** A run for ranks: higher is better, diverged is last. */
function rankedSample(run: Observation): Sample {
  const value = run.score === null ? -Infinity : higherIsBetter(run.metric) ? run.score : -run.score;
  return sampleOf(groupOf(run), run.seed, value);
}

function meanShares(runs: readonly Observation[]): MacShares {
  const sorted = [...runs].sort((a, b) => (a.key < b.key ? -1 : 1)); // one order of summation
  const over = (read: (run: Observation) => number): number =>
    sorted.reduce((sum, run) => sum + read(run), 0) / sorted.length;
  return {
    core: over(({ macs }) => macs.core / macs.dense),
    total: over(({ macs }) => macs.total / macs.dense),
  };
}
