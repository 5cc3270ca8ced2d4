/**
 * Two methods on one stream under one strategy: paired differences of what is measured over parts. The table of
 * differences and the figure of forgetting read these, so the two can never disagree.
 */
import { groupBy } from '@dsrnn/portable';
import { higherIsBetter, type Metric } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { measureIn } from '../measure-in.ts';
import { rangeBetween } from '../statistics/scale.ts';
import { sampleOf, stratifiedMean, type Estimate } from '../statistics/stratified-mean.ts';
import type { Side } from './compare-with-subject.ts';
import { neitherLearned } from './learning.ts';
import type { MethodPair } from './method-pairs.ts';
import type { PartPlace, PartsRun } from './part-places.ts';
import { groupOf } from './place.ts';
import type { StreamTask } from './stream-tasks.ts';

/** What is compared: final score, score when learned, forgetting from the best. */
export const comparedMeasures = ['mean', 'learning', 'forgetting'] as const;
export type ComparedMeasure = (typeof comparedMeasures)[number];

/** A measure over the pairs that have it. */
export interface MeasureDifference {
  /**
   * Mean of ours − theirs with its interval, in units of the metric. Scores of which a low one is good have
   * the sign turned, so that above 0 is better; forgetting keeps its own, below 0 is less forgetting.
   */
  readonly difference: Estimate;
  /** Pairs in which ours is the better one. */
  readonly better: number;
}

/** A pair of methods at one place. */
export interface PartComparison extends StreamTask {
  readonly architecture: string;
  readonly ours: Side;
  readonly theirs: Side;
  /** Null where no run of the task was seen. */
  readonly metric: Metric | null;
  /** Pairs of completed runs with one seed. */
  readonly pairs: number;
  /** Runs that completed on one side only: the other diverged or is missing. */
  readonly unpaired: number;
  /** Neither side ever passes guessing: there is nothing to compare, and no difference. */
  readonly unlearned: boolean;
  /** Null where no pair has the measure: parts learned at once are not forgotten. */
  readonly differences: Readonly<Record<ComparedMeasure, MeasureDifference | null>>;
}

/** The comparisons of `pairs` at every (stream, strategy, architecture) at which both are planned, in that order. */
export function compareParts(
  places: readonly PartPlace[],
  pairs: readonly MethodPair[],
  context: AnalysisContext,
): PartComparison[] {
  const groups = groupBy(places, ({ place }) => groupOf(place));
  return [...groups.values()].flatMap((group) =>
    pairs.flatMap(([ours, theirs]) => {
      const [mine, its] = [placeOf(ours, group), placeOf(theirs, group)];
      return mine === undefined || its === undefined ? [] : [compare(mine, its, context)];
    }),
  );
}

function placeOf({ method, sparsity }: Side, group: readonly PartPlace[]): PartPlace | undefined {
  return group.find(({ place }) => place.method === method && place.sparsity === sparsity);
}

function compare(ours: PartPlace, theirs: PartPlace, context: AnalysisContext): PartComparison {
  const { task, stream, strategy } = ours;
  const { architecture, metric } = ours.place;
  const pairs = ours.runs.flatMap((run): Pair[] => {
    const partner = theirs.runs.find(({ seed }) => seed === run.seed);
    return partner === undefined ? [] : [[run, partner]];
  });
  const side = ({ place: { method, sparsity } }: PartPlace): Side => ({ method, sparsity });
  const unlearned = pairs.length > 0 && neitherLearned(ours.runs, theirs.runs, context.floors);
  const of = (measure: ComparedMeasure): MeasureDifference | null =>
    metric === null || unlearned ? null : differenceOf(pairs, measure, metric, context);
  return {
    ...{ task, stream, strategy, architecture, metric },
    ...{ ours: side(ours), theirs: side(theirs) },
    pairs: pairs.length,
    unpaired: ours.runs.length + theirs.runs.length - 2 * pairs.length,
    unlearned,
    differences: { mean: of('mean'), learning: of('learning'), forgetting: of('forgetting') },
  };
}

type Pair = readonly [PartsRun, PartsRun];

function differenceOf(
  pairs: readonly Pair[],
  measure: ComparedMeasure,
  metric: Metric,
  context: AnalysisContext,
): MeasureDifference | null {
  const sign = measure === 'forgetting' || higherIsBetter(metric) ? 1 : -1;
  const samples = pairs.flatMap(([ours, theirs]) => {
    const [mine, its] = [ours, theirs].map(({ measures }) => measures[`parts.${measure}`]);
    if (mine === undefined || its === undefined) return [];
    const value = mine === its ? 0 : sign * (mine - its);
    return [sampleOf(ours.task, ours.seed, value)];
  });
  if (samples.length === 0) return null;
  const { least, most } = measureIn(context, `parts.${measure}`, metric);
  const better = measure === 'forgetting' ? -1 : 1;
  return {
    difference: stratifiedMean(samples, context.confidence, rangeBetween([least, most], [least, most])),
    better: samples.filter(({ value }) => value * better > 0).length,
  };
}
