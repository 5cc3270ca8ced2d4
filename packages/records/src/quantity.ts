/** What a number counts and where it can lie: whether two of them compare, and whether a margin on them says anything. */
import type { Metric } from './result.ts';

/** Of a score or a measure. Numbers of one unit compare, whatever their bounds. */
export interface Quantity {
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/** A quantity; without bounds it may be any number. */
export function quantity(unit: string, least = -Infinity, most = Infinity): Quantity {
  return { unit, least, most };
}

/** The share of examples that are told rightly. */
export const accuracyQuantity = quantity('accuracy', 0, 1);

const ofMetric: Readonly<Record<Metric, Quantity>> = {
  accuracy: accuracyQuantity,
  auc: quantity('AUC', 0, 1),
  mse: quantity('MSE', 0),
};

/** What a score counts. */
export function metricQuantity(metric: Metric): Quantity {
  return ofMetric[metric];
}

/** What the difference of two numbers of a quantity counts. */
export function differenceQuantity({ unit, least, most }: Quantity): Quantity {
  return quantity(`difference of ${unit}`, least - most, most - least);
}
