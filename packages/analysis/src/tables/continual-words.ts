/** What captions of tables of continual learning say besides the formulas. */
import { lowerIsBetterNote } from '@dsrnn/continual';
import type { Metric } from '@dsrnn/records';

/** What the letters of the formulas mean. */
export const MATRIX_MEANING =
  'R[i,j] is the test score on part j after learning part i of T, b[j] that of the untrained model';

/** What is said of formulas where a row is scored by an error; empty otherwise. */
export function errorNote(metrics: readonly (Metric | null)[]): string {
  return metrics.includes('mse') ? ` In rows of MSE: ${lowerIsBetterNote}.` : '';
}
