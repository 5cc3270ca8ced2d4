/** Whether masks tell the class, beside controls that say what that is worth. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { buildMeasureTable } from './measure-table.ts';
import type { Table } from './table.ts';

/**
 * Accuracy of predicting the class from the mask frequencies, in percent; the CSV has shares. Controls: shuffled labels,
 * what the router reads, majority and chance. Throws AnalysisError if no run was probed.
 */
export function buildMaskClassesTable(observations: readonly Observation[], context: AnalysisContext): Table {
  return buildMeasureTable(observations, context, {
    id: 'mask-classes',
    probe: 'masks',
    subject: 'how well the masks of a trained model predict the class of an example (test accuracy)',
    preface:
      'The predictor sees, of each hidden channel, the share of the time steps of one example at which it was active; it is fitted on train examples, scored on test examples.',
    columns: [
      { measures: ['h-nearest-mean', 'h-knn'] },
      { measures: ['h-linear'] },
      { measures: ['all-linear'] },
      { measures: ['shuffled-linear'] },
      { measures: ['inputs-linear', 'state-linear'] },
    ],
    levels: [
      { measure: 'majority', under: 'h-linear' },
      { measure: 'chance', under: 'h-linear' },
    ],
  });
}
