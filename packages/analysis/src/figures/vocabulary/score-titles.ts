/** Titles of axes of scores, from what the metric is declared to count. */
import { scoreMeasure, type Metric } from '@dsrnn/records';
import { fittingTitle } from './axis-title.ts';

/** The longest title that fits `length` pixels: `test MSE (lower is better)`, `test accuracy (%)`, `accuracy (%)`, `%`. */
export function scoreTitle(metric: Metric, scoredOn: 'test' | 'validation', length: number): string {
  const { better, format } = scoreMeasure(metric);
  const name = axisName(metric);
  const full = `${scoredOn} ${name}`;
  const short = format === 'percent' ? [name, '%'] : [name];
  return fittingTitle(
    better === 'lower' ? [`${full} (lower is better)`, full, ...short] : [full, ...short],
    length,
  );
}

/** `accuracy (%)`, `MSE`. */
export function axisName(metric: Metric): string {
  const { unit, format } = scoreMeasure(metric);
  return format === 'percent' ? `${unit} (%)` : unit;
}

/** The longest title of differences that fits, by the axis of differences with the sign turned where lower is better. */
export function differenceTitle(metric: Metric, length: number): string {
  const { unit, better, format } = scoreMeasure(metric);
  const behind = better === 'lower' ? ' (sign turned)' : format === 'percent' ? ' (points)' : '';
  const last = format === 'percent' ? 'points' : unit;
  return fittingTitle([`difference in ${unit}${behind}`, `${unit}${behind}`, last], length);
}
