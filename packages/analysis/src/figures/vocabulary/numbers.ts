/** Numbers as figures write them. */
import { metricQuantity, type Metric } from '@dsrnn/records';

/** Rounded to six significant digits, so that the written JSON changes only where the numbers do. */
export function sixDigits(value: number): number {
  return Number(value.toPrecision(6));
}

/** A score or a difference in the unit of its axis: accuracy in percent. */
export function inUnit(value: number, metric: Metric): number {
  return sixDigits(metricQuantity(metric).format === 'percent' ? value * 100 : value);
}

/** Share of the extent of the numbers that is left free at both ends of an axis. */
const PADDING = 0.06;

/** Ends of a linear axis around `values`, one or more; `more` are further shares of the extent, below and above. */
export function paddedDomain(
  values: readonly number[],
  more: { readonly below?: number; readonly above?: number } = {},
): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const extent = high > low ? high - low : Math.abs(high) || 1;
  return [
    sixDigits(low - extent * (PADDING + (more.below ?? 0))),
    sixDigits(high + extent * (PADDING + (more.above ?? 0))),
  ];
}
