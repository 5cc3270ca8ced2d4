/**
 * Scores of runs as shares of what the reference scores on the same architecture and task.
 *
 *   accuracy, auc: score / mean of the reference;   mse: mean of the reference / score;   a diverged run: 0
 */
import { higherIsBetter, type Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { groupOf } from './place.ts';
import type { ScoreSummary } from './summarise-scores.ts';

/** A run with its normalised score: higher is better, 1 is the reference. */
export interface NormalisedRun {
  readonly method: string;
  readonly sparsity: number;
  /** Architecture and task. */
  readonly group: string;
  readonly diverged: boolean;
  readonly value: number;
}

/**
 * The runs of all groups in which the reference completed at its least sparsity there with a score other than 0, and
 * how many runs stand outside of these. An mse of 0 gives Infinity.
 */
export function normalisedScores(
  summaries: readonly ScoreSummary[],
  observations: readonly Observation[],
  { reference }: AnalysisContext,
): { readonly runs: readonly NormalisedRun[]; readonly leftOut: number } {
  const levels = new Map<string, number>();
  for (const { method, score, ...place } of summaries) {
    const group = groupOf(place);
    // summaries ascend in sparsity, so the first is the least
    if (method === reference && score !== null && score.point !== 0 && !levels.has(group)) {
      levels.set(group, score.point);
    }
  }
  const runs = observations.flatMap(({ method, sparsity, metric, score, ...run }): NormalisedRun[] => {
    const group = groupOf(run);
    const level = levels.get(group);
    if (level === undefined) return [];
    const value = score === null ? 0 : higherIsBetter(metric) ? score / level : level / score;
    return [{ method, sparsity, group, diverged: score === null, value }];
  });
  return { runs, leftOut: observations.length - runs.length };
}
