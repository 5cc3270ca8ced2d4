/** Means with their intervals as marks show them. */
import type { Metric } from '@dsrnn/records';
import type { Estimate } from '../../statistics/stratified-mean.ts';
import { intervalOf } from '../../text/estimate-text.ts';
import { inUnit } from './numbers.ts';

/** Point and ends in the unit of the axis; where there is no interval, the ends are the point. */
export interface MarkedScore {
  readonly score: number;
  readonly low: number;
  readonly high: number;
}

/** A mean over seeds. */
export function markedScore({ point, low, high }: Estimate, metric: Metric): MarkedScore {
  return { score: inUnit(point, metric), low: inUnit(low, metric), high: inUnit(high, metric) };
}

/** Point and ends in the unit of the axis; the ends are null where a single seed leaves them open. */
export interface MarkedDifference {
  readonly point: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A paired difference. */
export function markedDifference(difference: Estimate, metric: Metric): MarkedDifference {
  const interval = intervalOf(difference);
  return {
    point: inUnit(difference.point, metric),
    low: interval === null ? null : inUnit(interval[0], metric),
    high: interval === null ? null : inUnit(interval[1], metric),
  };
}
