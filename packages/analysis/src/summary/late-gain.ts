/**
 * How flat the validation curve of a run is at its end, as a measure that claims may name.
 *
 *   curve.late-gain = s_T − s_a           accuracy, auc
 *                   = (s_a − s_T) / s_a   mse
 *
 * s_T is the validation score of the last evaluation, after T steps, s_a that of the evaluation nearest to 4/5 T, of two the
 * earlier. Above 0: still improving. It is about training, so it knows nothing of which evaluation is selected.
 */
import { higherIsBetter, type Observation } from '@dsrnn/records';
import { sortedMean } from '../statistics/sorted-mean.ts';
import { runsAt, type Place } from './place.ts';

/** Name of the measure. */
export const LATE_GAIN = 'curve.late-gain';

/** The part of training that comes before the last fifth. */
const BEFORE = 4 / 5;

/**
 * The observations with the measure above. It is absent from a run that diverged, that was evaluated once, or that learned
 * parts one after the other, of whose curve the last fifth is that of other parts.
 */
export function withLateGains(observations: readonly Observation[]): Observation[] {
  return observations.map((run) => {
    const gain = lateGain(run);
    return gain === null ? run : { ...run, measures: { ...run.measures, [LATE_GAIN]: gain } };
  });
}

function lateGain({ status, curve, metric, parts }: Observation): number | null {
  const last = curve.at(-1);
  if (status === 'diverged' || last === undefined || (parts !== null && parts.scores.length > 1)) return null;
  const [first, ...others] = curve.slice(0, -1);
  if (first === undefined) return null;
  const apart = (step: number): number => Math.abs(step - BEFORE * last.step);
  const before = others.reduce((near, point) => (apart(point.step) < apart(near.step) ? point : near), first);
  const gain = last.validationScore - before.validationScore;
  if (higherIsBetter(metric)) return gain;
  return before.validationScore === 0 ? null : -gain / before.validationScore;
}

/** The measure over the runs of a place. */
export interface LateGain {
  /** Mean over the runs that have it; null where none has. */
  readonly mean: number | null;
  readonly diverged: number;
}

/** Of the runs of `place` among `observations`, which have the measure. */
export function lateGainAt(observations: readonly Observation[], place: Place): LateGain {
  const runs = runsAt(observations, place);
  const gains = runs.flatMap(({ measures }) => measures[LATE_GAIN] ?? []);
  return {
    mean: gains.length === 0 ? null : sortedMean(gains),
    diverged: runs.filter(({ status }) => status === 'diverged').length,
  };
}
