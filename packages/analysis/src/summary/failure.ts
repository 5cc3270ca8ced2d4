/**
 * Whether a run failed: it diverged, or collapsed to what a constant answer scores.
 *
 *   collapsed:  accuracy, auc ≤ f + 0.1 (1 − f);   mse ≥ 0.9 f,   f the weakest score of guessing of the task
 */
import { higherIsBetter, type Observation } from '@dsrnn/records';
import type { Floor } from '../context.ts';

/** Share of the way from guessing to perfection that a run must make not to count as collapsed. */
export const COLLAPSE_SHARE = 0.1;

/** How a run ended. `collapsed` is false for every run of a task without a known score of guessing. */
export type Ending = 'sound' | 'collapsed' | 'diverged';

/** How `run` ended, by the floors of its task. */
export function endingOf(run: Observation, floors: readonly Floor[]): Ending {
  if (run.score === null) return 'diverged';
  const guesses = floors.filter(({ task }) => task === run.task).map(({ score }) => score);
  if (guesses.length === 0) return 'sound';
  if (higherIsBetter(run.metric)) {
    const floor = Math.min(...guesses);
    return run.score > floor + COLLAPSE_SHARE * (1 - floor) ? 'sound' : 'collapsed';
  }
  return run.score < (1 - COLLAPSE_SHARE) * Math.max(...guesses) ? 'sound' : 'collapsed';
}

/** The observations with the measure `failure`, 1 where a run diverged or collapsed, else 0: claims may name it. */
export function withFailures(observations: readonly Observation[], floors: readonly Floor[]): Observation[] {
  return observations.map((run) => ({
    ...run,
    measures: { ...run.measures, failure: endingOf(run, floors) === 'sound' ? 0 : 1 },
  }));
}
