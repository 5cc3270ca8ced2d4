/** Numbers as readers see them. The decimal conversions used here are fixed by the ECMAScript standard. */
import type { Metric } from '@dsrnn/records';

/** A share in percent with at most two decimals and no trailing zeros: 0.95 → `95 %`. */
export function percentText(share: number): string {
  return `${String(Number((share * 100).toFixed(2)))} %`;
}

/** A score without its unit: accuracy in percent with one decimal, mse with three significant digits. */
export function scoreText(score: number, metric: Metric): string {
  return minus(metric === 'accuracy' ? fixed(score * 100) : score.toPrecision(3));
}

/** What stands behind a score in a heading. */
export function metricUnit(metric: Metric): string {
  return metric === 'accuracy' ? 'accuracy, %' : 'MSE';
}

/** A difference of scores with its unit: `0.8 points` of accuracy, `0.00123 (MSE)` of mse. */
export function differenceText(difference: number, metric: Metric): string {
  const number = scoreText(difference, metric);
  return metric === 'accuracy' ? `${number} ${number === '1.0' ? 'point' : 'points'}` : `${number} (MSE)`;
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
