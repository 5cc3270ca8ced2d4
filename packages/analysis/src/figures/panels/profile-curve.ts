/** The line of a performance profile: shares of runs above thresholds, kept where they change. */
import { wilsonInterval } from '../../statistics/wilson-interval.ts';
import type { NormalisedRun } from '../../summary/normalised-scores.ts';
import { sixDigits } from '../vocabulary/numbers.ts';

/** A point of the step: shares in percent, which hold until the next point. */
export interface ProfilePoint {
  readonly tau: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** A line with the threshold at which its share falls below one half; null if it does not within the axis. */
export interface ProfileCurve {
  readonly points: readonly ProfilePoint[];
  readonly banded: boolean;
  readonly median: number | null;
}

/**
 * The profile of `runs`, one or more, at ascending `thresholds`. With a confidence level the points carry the
 * Wilson interval of the share, which is wide for runs of groups that differ; without one, low = high = share and
 * `banded` is false.
 */
export function profileCurve(
  runs: readonly NormalisedRun[],
  thresholds: readonly number[],
  confidence: number | null,
): ProfileCurve {
  const banded = confidence !== null;
  const points = thresholds.map((tau): ProfilePoint => {
    const passed = runs.filter(({ value }) => value > tau).length;
    const share = passed / runs.length;
    const whole = banded ? wilsonInterval(passed, runs.length, confidence) : { low: share, high: share };
    const percent = (value: number): number => sixDigits(value * 100);
    return { tau: sixDigits(tau), share: percent(share), low: percent(whole.low), high: percent(whole.high) };
  });
  return {
    points: points.filter((point, i) => {
      const before = points[i - 1];
      return (
        before === undefined ||
        i === points.length - 1 ||
        point.share !== before.share ||
        point.low !== before.low ||
        point.high !== before.high
      );
    }),
    banded,
    median: points[0]!.share < 50 ? null : (points.find(({ share }) => share < 50)?.tau ?? null),
  };
}
