/** Which runs a claim is about: first stage of its verdict. */
import type { Claim, Metric, Observation, Side } from '@dsrnn/records';
import type { Reading } from '../statistics/paired-differences.ts';
import { measureIn } from '../measure-in.ts';
import { scaleName, type MeasureScale, type Scale } from '../statistics/scale.ts';
import type { ClaimContext } from './claim-context.ts';
import { sideText } from './side-text.ts';
import { isTimeMeasure, timeReadings } from './time-claim.ts';

/** The number that a claim is about, with the run that it is of; `run` is null where the reference is a number. */
export interface ClaimReading extends Reading {
  readonly run: Observation | null;
}

/** Both sides of a claim. */
export interface Sides {
  readonly treatment: readonly ClaimReading[];
  /** Where the reference is a number: that number beside every run of the treatment. */
  readonly reference: readonly ClaimReading[];
}

/** What is read of a context. */
type ReadingContext = Pick<ClaimContext, 'times' | 'reference' | 'measureOf'>;

/** The runs of both sides among all that were observed. */
export function selectSides(claim: Claim, all: readonly Observation[], context: ReadingContext): Sides {
  const scaleOf = measureScales(claim, context);
  const observations = all.filter((run) => isAbout(claim, run));
  const treatment = select(observations, claim.treatment, scaleOf, context);
  const { reference } = claim;
  if (!('value' in reference))
    return { treatment, reference: select(observations, reference, scaleOf, context) };
  return {
    treatment,
    reference: treatment.map((reading) => ({
      ...reading,
      status: 'completed' as const,
      score: reference.value,
      run: null,
    })),
  };
}

/** Says which side has no run; null where both have. */
export function missingSide({ treatment, reference }: Claim, sides: Sides): string | null {
  const absent = [
    ...(sides.treatment.length === 0 ? [`the treatment, ${sideText(treatment)}`] : []),
    ...(sides.reference.length === 0 && !('value' in reference)
      ? [`the reference, ${sideText(reference)}`]
      : []),
  ];
  return absent.length === 0 ? null : `There is no run of ${absent.join(', and none of ')}.`;
}

/** What the readings are measured in; several where a claim mixes tasks of different metrics. */
export function scalesOf({ treatment, reference }: Sides): Scale[] {
  const byName = new Map([...treatment, ...reference].map(({ metric }) => [scaleName(metric), metric]));
  return [...byName.keys()].sort().map((name) => byName.get(name)!);
}

/** Whether the claim is about the place of this run. It may name a stream, or a stream under one strategy. */
function isAbout(
  { architectures, tasks, strategies }: Claim,
  { architecture, task, stream, strategy }: Observation,
): boolean {
  return (
    (architectures?.includes(architecture) ?? true) &&
    (tasks === undefined || tasks.includes(stream) || tasks.includes(task)) &&
    (strategies === undefined || (strategy !== null && strategies.includes(strategy)))
  );
}

/** What both sides are read in, by the metric of a run: the measure of the treatment, the direction that of the claim. */
function measureScales(
  { treatment: { measure = '' }, better }: Claim,
  context: ReadingContext,
): (metric: Metric) => MeasureScale {
  const found = new Map<Metric, MeasureScale>();
  return (metric) => {
    const declared = measureIn(context, measure, metric);
    const scale = found.get(metric) ?? { ...declared, better: better ?? declared.better ?? 'higher' };
    found.set(metric, scale);
    return scale;
  };
}

/**
 * The runs of a side, each with the number that the claim is about; null where the run lacks it.
 * Runs of a named strategy are of the task that is their stream, so that they find partners of another strategy.
 */
function select(
  observations: readonly Observation[],
  { label, sparsity, measure, strategy }: Side,
  scaleOf: (metric: Metric) => MeasureScale,
  context: ReadingContext,
): ClaimReading[] {
  const runs = observations.filter(
    (run) =>
      run.method === label &&
      run.sparsity === sparsity &&
      (strategy === undefined || run.strategy === strategy),
  );
  if (measure !== undefined && isTimeMeasure(measure)) return timeReadings(runs, measure, scaleOf, context);
  return runs.map((run) => {
    const { architecture, method, seed, status } = run;
    const task = strategy === undefined ? run.task : run.stream;
    return measure === undefined
      ? { architecture, method, task, seed, status, run, metric: run.metric, score: run.score }
      : {
          ...{ architecture, method, task, seed, status, run, metric: scaleOf(run.metric) },
          score: run.measures[measure] ?? null,
        };
  });
}
