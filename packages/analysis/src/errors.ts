/** Errors of the analysis. */
import { DsrnnError } from '@dsrnn/portable';

/** The records given to the analysis contradict each other or are not usable: duplicate runs, mixed metrics, NaN. */
export class AnalysisError extends DsrnnError {
  readonly code = 'analysis-input';
}
