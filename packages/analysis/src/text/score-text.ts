/** Numbers as readers see them. The decimal conversions used here are fixed by the ECMAScript standard. */
import { differenceQuantity, metricQuantity, type Metric } from '@dsrnn/records';
import { isMetric, quantityOf, type Scale } from '../statistics/scale.ts';
import { formatted, minus } from './formatted.ts';

/**
 * A share in percent with two decimals and no trailing zeros: 0.95 → `95 %`. It has more decimals where these would make
 * all or nothing of a share that is neither: 0.99999 → `99.999 %`.
 */
export function percentText(share: number): string {
  for (let decimals = 2; decimals <= 15; decimals++) {
    const text = (share * 100).toFixed(decimals);
    if (share === 0 || share === 1 || ![0, 100].includes(Number(text))) return `${withoutZeros(text)} %`;
  }
  return `${share * 100} %`;
}

function withoutZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}

/** A score without its unit: accuracy in percent with one decimal, auc with three decimals, mse with three significant digits. */
export function scoreText(score: number, metric: Metric): string {
  return formatted(score, metricQuantity(metric).format);
}

/** What stands behind a score in a heading. */
export function metricUnit(metric: Metric): string {
  return metricQuantity(metric).sign ?? metric;
}

/** Unit of a difference between two scores. */
export function differenceUnit(metric: Metric): string {
  return differenceQuantity(metricQuantity(metric)).sign ?? metric;
}

/** Below this a number is what floating point leaves of 0. */
const NOISE = 1e-12;

/**
 * A number of a sentence that decides something: a score as `scoreText`, a share in percent, other measures with three
 * significant digits, for a margin may be finer than the decimals of a table. `0` stands for nothing, and for that alone:
 * what would round to zero has one digit that does not: 0.0003 of accuracy is `0.03`.
 */
export function sentenceText(score: number, scale: Scale): string {
  if (Math.abs(score) < NOISE) return '0';
  const { format } = quantityOf(scale);
  const text = formatted(score, isMetric(scale) || format === 'percent' ? format : 'three digits');
  if (Number(text.replace('−', '-')) !== 0) return text;
  return minus((format === 'percent' ? score * 100 : score).toPrecision(1));
}

/** A difference of a sentence with its unit: `0.8 points` of a share, `0.00123 (MSE)` of mse, `0.210` of a bare number. */
export function differenceText(difference: number, scale: Scale): string {
  const number = sentenceText(difference, scale);
  const { format, sign } = quantityOf(scale);
  if (format === 'percent') return `${number} ${number === '1.0' ? 'point' : 'points'}`;
  return sign === null ? number : `${number} (${sign})`;
}

/** A number that a sentence compares with: `50 %` of a share, `5 points` of a difference of shares, else as it is given. */
export function constantText(value: number, scale: Scale): string {
  const { format, sign } = quantityOf(scale);
  if (format !== 'percent') return minus(String(value));
  const text = minus(percentText(value));
  return sign === 'points' ? text.replace('%', sign) : text;
}
