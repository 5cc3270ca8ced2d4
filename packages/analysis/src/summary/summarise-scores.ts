/**
 * Scores of a grid, one summary for each (architecture, method, sparsity, task).
 * Tables and figures read these, so the two can never disagree.
 */
import { groupBy } from '@dsrnn/portable';
import type { Metric, Observation } from '@dsrnn/records';
import type { AnalysisContext, GridSlot } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { distinctNumbers } from '../order.ts';
import { sortedMean } from '../statistics/sorted-mean.ts';
import type { Estimate, Sample } from '../statistics/stratified-mean.ts';
import { rangeOf } from '../statistics/scale.ts';
import { sampleOf, stratifiedMean } from '../statistics/stratified-mean.ts';
import { labelsOf } from './labels-of.ts';
import { bestScoreOf, learningOf, type Learning } from './learning.ts';
import { placeId, type Place } from './place.ts';

/** What is known about one place of the grid over its seeds. */
export interface ScoreSummary extends Place {
  /** Null when no run of the task was seen at all. */
  readonly metric: Metric | null;
  /** Mean over the completed runs with its interval; null when none completed. */
  readonly score: Estimate | null;
  /** The values behind `score`: key = seed, stratum = task. */
  readonly samples: readonly Sample[];
  /** Whether the completed runs pass guessing, at the end or when they learned the parts; `unknown` without one. */
  readonly learning: Learning;
  readonly completed: number;
  readonly diverged: number;
  readonly missing: number;
  readonly expected: number;
  /**
   * MACs per time step as shares of the dense core, mean over the completed runs, over all where none completed; null
   * when no run was seen.
   */
  readonly shares: { readonly core: number; readonly router: number; readonly total: number } | null;
  /** Trainable numbers; null when no run was seen. */
  readonly parameters: number | null;
}

/**
 * Summaries in the order of the context: architecture, method, sparsity, task. Places that were planned but not
 * run are there too. Diverged runs are left out of `score` and counted.
 * Throws AnalysisError on two runs of one slot, two metrics in one task, or a completed run without a score.
 */
export function summariseScores(
  observations: readonly Observation[],
  context: AnalysisContext,
): ScoreSummary[] {
  checkObservations(observations);
  const slots: GridSlot[] = [...observations, ...context.expected];
  const tasks = labelsOf('task', slots, context);
  const metrics = new Map(observations.map(({ task, metric }) => [task, metric]));
  const planned = groupBy(context.expected, placeId);
  const seen = groupBy(observations, placeId);
  return labelsOf('architecture', slots, context).flatMap((architecture) =>
    labelsOf('method', slots, context).flatMap((method) => {
      const rows = slots.filter((slot) => slot.architecture === architecture && slot.method === method);
      return distinctNumbers(rows.map(({ sparsity }) => sparsity)).flatMap((sparsity) =>
        tasks.map((task): ScoreSummary => {
          const place = { architecture, method, sparsity, task };
          const id = placeId(place);
          return {
            ...place,
            metric: metrics.get(task) ?? null,
            ...summarise(seen.get(id) ?? [], planned.get(id) ?? [], context),
          };
        }),
      );
    }),
  );
}

function summarise(
  runs: readonly Observation[],
  planned: readonly GridSlot[],
  { confidence, floors }: AnalysisContext,
): Omit<ScoreSummary, keyof Place | 'metric'> {
  const completed = runs.filter(({ score }) => score !== null);
  const samples = completed.map(({ task, seed, score }) => sampleOf(task, seed, score ?? NaN));
  const seeds = new Set(runs.map(({ seed }) => seed));
  const missing = new Set(planned.map(({ seed }) => seed).filter((seed) => !seeds.has(seed))).size;
  const costed = completed.length > 0 ? completed : runs;
  const average = (read: (run: Observation) => number): number => sortedMean(costed.map(read));
  return {
    score: samples.length > 0 ? stratifiedMean(samples, confidence, rangeOf(completed[0]!.metric)) : null,
    samples,
    learning:
      completed[0] === undefined ? 'unknown' : learningOf(completed.map(bestScoreOf), completed[0], floors),
    completed: completed.length,
    diverged: runs.length - completed.length,
    missing,
    expected: runs.length + missing,
    shares:
      costed.length === 0
        ? null
        : {
            core: average(({ macs }) => macs.core / macs.dense),
            router: average(({ macs }) => macs.router / macs.dense),
            total: average(({ macs }) => macs.total / macs.dense),
          },
    parameters: costed.length === 0 ? null : average(({ parameters }) => parameters),
  };
}

/** Throws AnalysisError if there is no run; `what` names the table or figure. */
export function requireRuns(
  observations: readonly Observation[],
  { experiment }: AnalysisContext,
  what: string,
): void {
  if (observations.length > 0) return;
  throw new AnalysisError(`${what}: there is no run; run the experiment ${experiment} first`);
}

function checkObservations(observations: readonly Observation[]): void {
  const metrics = new Map<string, Metric>();
  const slots = new Set<string>();
  for (const observation of observations) {
    const { architecture, method, sparsity, task, metric, seed, status, score, key } = observation;
    const slot = `score/${architecture}/${method}/${sparsity}/${task}/seed ${seed}`;
    if (slots.has(slot)) {
      throw new AnalysisError(
        `${slot}: seen twice (key ${key}); expected one run per slot, give entries that differ different labels`,
      );
    }
    slots.add(slot);
    if ((metrics.get(task) ?? metric) !== metric) {
      throw new AnalysisError(`task ${task}: has runs scored by accuracy and by mse; expected one metric`);
    }
    metrics.set(task, metric);
    if ((status === 'completed') !== (score !== null && Number.isFinite(score))) {
      throw new AnalysisError(
        `${slot}: status ${status} does not fit score ${String(score)}; expected a finite score if completed, null if diverged`,
      );
    }
  }
}
