/** Numbers as readers see them. The decimal conversions used here are fixed by the ECMAScript standard. */
import type { Metric } from '@dsrnn/records';
import { isMetric, type Scale } from '../statistics/scale.ts';

/**
 * A share in percent with two decimals and no trailing zeros: 0.95 → `95 %`. It has more decimals where these would make
 * all or nothing of a share that is neither: 0.99999 → `99.999 %`.
 */
export function percentText(share: number): string {
  for (let decimals = 2; decimals <= 15; decimals++) {
    const text = (share * 100).toFixed(decimals);
    if (share === 0 || share === 1 || ![0, 100].includes(Number(text))) return `${withoutZeros(text)} %`;
  }
  return `${String(share * 100)} %`;
}

function withoutZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}

/**
 * A score without its unit: accuracy in percent with one decimal, auc with three decimals, mse and measures with three
 * significant digits.
 */
export function scoreText(score: number, scale: Scale): string {
  if (scale === 'accuracy') return minus(fixed(score * 100));
  return minus(scale === 'auc' ? score.toFixed(3) : score.toPrecision(3));
}

/** What stands behind a score in a heading. */
export function metricUnit(metric: Metric): string {
  return { accuracy: 'accuracy, %', auc: 'AUC', mse: 'MSE' }[metric];
}

/** Below this a number is what floating point leaves of 0. */
const NOISE = 1e-12;

/**
 * A number of a sentence that decides something: as `scoreText`, but `0` for nothing, and for that alone. What `scoreText`
 * would round to zero has one digit that does not: 0.0003 of accuracy is `0.03`.
 */
export function sentenceText(score: number, scale: Scale): string {
  if (Math.abs(score) < NOISE) return '0';
  const text = scoreText(score, scale);
  if (Number(text.replace('−', '-')) !== 0) return text;
  return minus((scale === 'accuracy' ? score * 100 : score).toPrecision(1));
}

/** A difference of a sentence with its unit: `0.8 points` of accuracy, `0.00123 (MSE)` of mse, `0.210` of a measure. */
export function differenceText(difference: number, scale: Scale): string {
  const number = sentenceText(difference, scale);
  if (scale === 'accuracy') return `${number} ${number === '1.0' ? 'point' : 'points'}`;
  return isMetric(scale) ? `${number} (${metricUnit(scale)})` : number;
}

/** One decimal, without a sign on a value that rounds to zero. */
export function fixed(value: number): string {
  const text = value.toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}

/** The typographic minus sign in place of the hyphen. */
export function minus(text: string): string {
  return text.replace('-', '−');
}
