/** Wall-clock times of the places of the grid, beside their scores. Tables and figures read these. */
import type { MeasuredTime, Observation, TimesRecord } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { sortedMean } from '../statistics/sorted-mean.ts';
import { groupOf, isAt } from './place.ts';
import type { ScoreSummary } from './summarise-scores.ts';
import { requireRuns, summariseScores } from './summarise-scores.ts';

/** What is timed. */
export type StepKind = 'train' | 'stream';

/** A time over rounds. */
export interface RelativeTime {
  /** Milliseconds. */
  readonly ms: MeasuredTime;
  /** The same divided by the median of the reference on this architecture and task; null where that was not timed. */
  readonly share: MeasuredTime | null;
}

/** A place of the grid with its times. */
export interface TimedPlace {
  readonly place: ScoreSummary;
  /** Recurrent units, after width matching; null when no run was seen. */
  readonly units: number | null;
  /** False where nobody timed the place: then both times are null. */
  readonly measured: boolean;
  readonly train: RelativeTime | null;
  /** Null also where the model cannot be fed step by step. */
  readonly stream: RelativeTime | null;
}

/** All places of the grid, and the record whose machine and rounds must be told. */
export interface TimedGrid {
  readonly record: TimesRecord;
  /** In the order of the context. */
  readonly places: readonly TimedPlace[];
}

/**
 * The places of the grid with their times. The reference is its least sparsity. Times of places that the grid lacks
 * are ignored. `what` names the table or figure in the message.
 * Throws AnalysisError without any run, without times of any place of the grid, and as `summariseScores` does.
 */
export function summariseTimes(
  observations: readonly Observation[],
  context: AnalysisContext,
  what: string,
): TimedGrid {
  const { experiment, profile, reference, times } = context;
  const remedy = `run \`dsrnn time ${experiment} --profile ${profile}\` on a machine that does nothing else`;
  if (times === null) {
    throw new AnalysisError(`${what}: nobody measured the times of ${experiment} (${profile}); ${remedy}`);
  }
  requireRuns(observations, context, what);
  const places = summariseScores(observations, context)
    .filter(({ expected }) => expected > 0)
    .map((place) => ({ place, times: times.places.find((timed) => isAt(timed, place)) }));
  if (places.every((place) => place.times === undefined)) {
    throw new AnalysisError(
      `${what}: the ${times.places.length} measured places are none of the grid of ${experiment} (${profile}); ${remedy}`,
    );
  }
  return {
    record: times,
    places: places.map(({ place, times: own }): TimedPlace => {
      const base = places.find(
        ({ place: other }) => other.method === reference && groupOf(other) === groupOf(place),
      )?.times;
      const units = observations.filter((run) => isAt(run, place)).map((run) => run.units);
      return {
        place,
        units: units.length === 0 ? null : sortedMean(units),
        measured: own !== undefined,
        train: relativeTime(own?.trainMs, base?.trainMs),
        stream: relativeTime(own?.streamMs, base?.streamMs),
      };
    }),
  };
}

/** The factor by which a place would be faster if time were MACs: dense core / (core + router); null without MACs. */
export function promisedFactor({ shares }: ScoreSummary): number | null {
  return shares !== null && shares.total > 0 ? 1 / shares.total : null;
}

function relativeTime(
  ms: MeasuredTime | null | undefined,
  base: MeasuredTime | null | undefined,
): RelativeTime | null {
  if (!ms) return null;
  if (!base) return { ms, share: null };
  const { median } = base;
  return { ms, share: { median: ms.median / median, least: ms.least / median, most: ms.most / median } };
}
