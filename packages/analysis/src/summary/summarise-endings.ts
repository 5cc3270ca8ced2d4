/** How the runs of a place ended, and how their scores spread over seeds. */
import { higherIsBetter, type Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { mean } from '../statistics/mean.ts';
import type { ShareEstimate } from '../statistics/wilson-interval.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { endingOf } from './failure.ts';
import { runsAt } from './place.ts';
import type { ScoreSummary } from './summarise-scores.ts';
import { summariseScores } from './summarise-scores.ts';

/** A place of the grid and the ends of its runs. */
export interface EndingSummary {
  readonly place: ScoreSummary;
  /** Runs that have a result. */
  readonly runs: number;
  readonly diverged: number;
  readonly collapsed: number;
  /** Share of runs that diverged or collapsed, with its Wilson interval; null without a run, or where collapse cannot be told. */
  readonly failed: ShareEstimate | null;
  /** Standard deviation of the scores of completed runs, divided by n − 1; null for fewer than two. */
  readonly deviation: number | null;
  /** The worst score of a completed run; null without one. */
  readonly worst: number | null;
  /** Whether collapse can be told: a score of guessing is known for the task. */
  readonly judged: boolean;
}

/** Summaries of all planned places, in the order of the context. Throws AnalysisError as `summariseScores` does. */
export function summariseEndings(
  observations: readonly Observation[],
  context: AnalysisContext,
): EndingSummary[] {
  return summariseScores(observations, context)
    .filter(({ expected }) => expected > 0)
    .map((place) => {
      const here = runsAt(observations, place);
      const count = (ending: ReturnType<typeof endingOf>): number =>
        here.filter((run) => endingOf(run, context.floors) === ending).length;
      const judged = context.floors.some(({ task }) => task === place.task);
      const diverged = count('diverged');
      const collapsed = count('collapsed');
      const scores = place.samples.map(({ value }) => value).sort((a, b) => a - b);
      const rising = place.metric === null || higherIsBetter(place.metric);
      return {
        place,
        runs: here.length,
        diverged,
        collapsed,
        failed:
          here.length === 0 || !judged
            ? null
            : wilsonInterval(diverged + collapsed, here.length, context.confidence),
        deviation: standardDeviation(scores),
        worst: (rising ? scores[0] : scores.at(-1)) ?? null,
        judged,
      };
    });
}

/** Of sorted values, so that their order before cannot show. */
function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  const squares = values.map((value) => (value - centre) * (value - centre));
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (values.length - 1));
}
