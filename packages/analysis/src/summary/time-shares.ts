/**
 * Wall-clock times of a place as shares of those of the reference, round by round: a slow minute of the machine slows
 * both, and cancels.
 *
 *   share_r = time of the place in round r / time of the reference, same architecture and task, in round r
 */
import type { MeasuredTime, PlaceTimes } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { groupOf, isAt, type Place } from './place.ts';

/** The measures that are such shares, with the time that each reads; null where a model has none. */
export const TIME_MEASURES: Readonly<Record<string, (place: PlaceTimes) => MeasuredTime | null>> = {
  'cost.train-time-share': ({ trainMs }) => trainMs,
  'cost.stream-time-share': ({ streamMs }) => streamMs,
};

/**
 * The shares of a place, one for each round; the share of the medians alone where the record keeps no rounds; none where
 * the place or its reference was not timed. The reference is its least sparsity there.
 */
export function timeShares(
  measure: string,
  place: Place,
  context: Pick<AnalysisContext, 'times' | 'reference'>,
): readonly number[] {
  const [own, theirs] = timesOf(measure, place, context);
  if (!own || !theirs) return [];
  const rounds = (own.rounds ?? []).flatMap((ms, round) => {
    const other = theirs.rounds?.[round];
    return other === undefined ? [] : [ms / other];
  });
  return rounds.length > 0 ? rounds : [own.median / theirs.median];
}

/** How far rounds of the times behind these shares lie apart, the most of them: (most − least) / median; 0 without times. */
export function roundSpread(
  measure: string,
  place: Place,
  context: Pick<AnalysisContext, 'times' | 'reference'>,
): number {
  const apart = timesOf(measure, place, context).map((time) =>
    time ? (time.most - time.least) / time.median : 0,
  );
  return Math.max(...apart);
}

/** The times of a place and of its reference, where they were measured. */
function timesOf(
  measure: string,
  place: Place,
  { times, reference }: Pick<AnalysisContext, 'times' | 'reference'>,
): readonly [own: MeasuredTime | null | undefined, theirs: MeasuredTime | null | undefined] {
  const read = TIME_MEASURES[measure];
  const here = (times?.places ?? []).filter((one) => groupOf(one) === groupOf(place));
  const own = here.find((one) => isAt(one, place));
  const [base] = here.filter((one) => one.method === reference).sort((a, b) => a.sparsity - b.sparsity);
  return [own && read?.(own), base && read?.(base)];
}
