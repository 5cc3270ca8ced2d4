/**
 * What the numbers of runs are. A quantity says what a number counts, how it is written and where it can lie; a measure is
 * a quantity with a title, a direction and a meaning. Whatever writes measures declares them in a record by name, and
 * claims, tables, figures and docs/measures.md take from there what they say of them.
 */
import { higherIsBetter, type Metric } from './result.ts';

/**
 * How a value is written: `percent` of a share with one decimal, `time` with three digits and whole from 100 on, `p` a
 * probability that may be tiny.
 */
export type NumberFormat =
  'percent' | 'two decimals' | 'three decimals' | 'three digits' | 'whole' | 'time' | 'p';

/** What a number counts. Numbers of one unit compare, whatever their bounds. */
export interface Quantity {
  readonly unit: string;
  readonly format: NumberFormat;
  /** Stands beside a label, e.g. `%`; null where the number is bare. */
  readonly sign: string | null;
  readonly least: number;
  readonly most: number;
}

/** Which way a number is better; null where that is for a claim to say. */
export type Better = 'higher' | 'lower' | null;

/** A number of a run that claims, tables and figures may name. */
export interface Measure extends Quantity {
  /** Heads a column or an axis. */
  readonly title: string;
  readonly better: Better;
  /** What is computed, without a full stop: it completes `title: …`, or is an equation that begins with the title. */
  readonly meaning: string;
}

/** Measures by the name behind that of what writes them. */
export type Measures = Readonly<Record<string, Measure>>;

/** A quantity; without bounds it may be any number. */
export function quantity(
  unit: string,
  format: NumberFormat,
  least = -Infinity,
  most = Infinity,
  sign = signOf(unit, format),
): Quantity {
  return { unit, format, sign, least, most };
}

/** A measure of this quantity. */
export function measure(title: string, of: Quantity, better: Better, meaning: string): Measure {
  return { ...of, title, better, meaning };
}

/** The share of examples that are told rightly. */
export const accuracyQuantity = quantity('accuracy', 'percent', 0, 1);

const ofMetric: Readonly<Record<Metric, Quantity>> = {
  accuracy: { ...accuracyQuantity, sign: 'accuracy, %' },
  auc: quantity('AUC', 'three decimals', 0, 1, 'AUC'),
  mse: quantity('MSE', 'three digits', 0, Infinity, 'MSE'),
};

/** What a score counts. */
export function metricQuantity(metric: Metric): Quantity {
  return ofMetric[metric];
}

/** Which way a score is better. */
export function metricBetter(metric: Metric): 'higher' | 'lower' {
  return higherIsBetter(metric) ? 'higher' : 'lower';
}

const meaningOf: Readonly<Record<Metric, string>> = {
  accuracy: 'share of the test examples, or of their steps, that are told rightly',
  auc: 'area under the ROC curve on test data',
  mse: 'mean squared error on test data',
};

/** The test score of a run, with parts the mean over them: what a claim is about that names no measure. */
export function scoreMeasure(metric: Metric): Measure {
  return measure('Score', metricQuantity(metric), metricBetter(metric), meaningOf[metric]);
}

/** What the difference of two numbers of a quantity counts. */
export function differenceQuantity({ unit, format, sign, least, most }: Quantity): Quantity {
  const ofDifference = format === 'percent' ? 'points' : sign;
  return {
    ...quantity(`difference of ${unit}`, format, least - most, most - least),
    sign: ofDifference,
  };
}

function signOf(unit: string, format: NumberFormat): string | null {
  return format === 'percent' ? '%' : format === 'whole' ? unit : null;
}
