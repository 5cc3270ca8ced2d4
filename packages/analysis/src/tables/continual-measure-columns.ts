/** The measures of continual learning as columns, each with its formula. */
import { continualMeasures, lowerIsBetterNote } from '@dsrnn/continual';
import type { Metric } from '@dsrnn/records';
import { metricUnit, scoreText } from '../text/score-text.ts';
import { differenceUnit, type PartColumn } from './part-table.ts';

/** A measure by its name. */
export type ContinualMeasureName = (typeof continualMeasures)[number]['name'];

/** What the letters of the formulas mean. */
export const MATRIX_MEANING =
  'R[i,j] is the test score on part j after learning part i of T, b[j] that of the untrained model';

const BETTER = {
  high: 'higher is better',
  low: 'lower is better, 0 is none',
  'as-score': 'higher is better, of MSE lower',
} as const;

/** What is said of formulas where a row is scored by an error; empty otherwise. */
export function errorNote(metrics: readonly (Metric | null)[]): string {
  return metrics.includes('mse') ? ` In rows of MSE: ${lowerIsBetterNote}.` : '';
}

/** The column of a measure. */
export function continualColumn(name: ContinualMeasureName): PartColumn {
  const { title, formula, better } = continualMeasures.find((measure) => measure.name === name)!;
  const label = title.charAt(0).toUpperCase() + title.slice(1);
  const equation = formula.startsWith(`${title} = `) ? formula : `${label} = ${formula}`;
  return {
    label,
    measure: `parts.${name}`,
    meaning: `${equation}; ${BETTER[better]}`,
    unit: better === 'as-score' ? metricUnit : differenceUnit,
    show: scoreText,
  };
}
