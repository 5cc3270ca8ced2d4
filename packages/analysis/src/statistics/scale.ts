/** What a number is measured in, and which way it is better. */
import {
  higherIsBetter as metricRises,
  metricQuantity,
  type Measure,
  type Metric,
  type Quantity,
} from '@dsrnn/records';

/** The metric of a score, or a measure of which more or less is better. */
export type Scale = Metric | MeasureScale;

/** A measure as a claim reads it. */
export type MeasureScale = Measure & { readonly better: 'higher' | 'lower' };

/** Whether more is better. */
export function higherIsBetter(scale: Scale): boolean {
  return isMetric(scale) ? metricRises(scale) : scale.better === 'higher';
}

/** What a number of this scale counts. */
export function quantityOf(scale: Scale): Quantity {
  return isMetric(scale) ? metricQuantity(scale) : scale;
}

/** Tells scales apart in a message: numbers of two names do not compare. */
export function scaleName(scale: Scale): string {
  return isMetric(scale) ? scale : scale.unit;
}

/** The score of a run that diverged: what a constant answer is sure to reach; null where that has no bound. */
export function lowestOf(scale: Scale): number | null {
  return scale === 'accuracy' ? 0 : scale === 'auc' ? 0.5 : null;
}

/** Where values can lie, and so their means; infinite where they have no end. */
export type Range = readonly [least: number, most: number];

/** Where values of this scale can lie. */
export function rangeOf(scale: Scale): Range {
  const { least, most } = quantityOf(scale);
  return [least, most];
}

/** Where differences of two values of this scale can lie. */
export function rangeOfDifference(scale: Scale): Range {
  return rangeBetween(rangeOf(scale), rangeOf(scale));
}

/** Where differences can lie of a value of the first range and one of the second. */
export function rangeBetween([least, most]: Range, [otherLeast, otherMost]: Range): Range {
  return [least - otherMost, most - otherLeast];
}

/** Whether it is the metric of a score. */
export function isMetric(scale: Scale): scale is Metric {
  return typeof scale === 'string';
}
