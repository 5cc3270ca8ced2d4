/** What a number is measured in, and which way it is better. */
import { higherIsBetter as metricRises, metricQuantity, type Metric } from '@dsrnn/records';

/** The metric of a score, or what a probe measured, of which more or less is better. */
export type Scale = Metric | 'measure, higher is better' | 'measure, lower is better';

/** Whether more is better. */
export function higherIsBetter(scale: Scale): boolean {
  return isMetric(scale) ? metricRises(scale) : scale === 'measure, higher is better';
}

/** The score of a run that diverged: what a constant answer is sure to reach; null where that has no bound. */
export function lowestOf(scale: Scale): number | null {
  return scale === 'accuracy' ? 0 : scale === 'auc' ? 0.5 : null;
}

/** Where values, and so their means, can lie. */
export function rangeOf(scale: Scale): readonly [number, number] {
  if (!isMetric(scale)) return [-Infinity, Infinity];
  const { least, most } = metricQuantity(scale);
  return [least, most];
}

/** Where differences of two values can lie. */
export function rangeOfDifference(scale: Scale): readonly [number, number] {
  const [least, most] = rangeOf(scale);
  return [least - most, most - least];
}

/** Whether it is the metric of a score. */
export function isMetric(scale: Scale): scale is Metric {
  return scale === 'accuracy' || scale === 'auc' || scale === 'mse';
}
