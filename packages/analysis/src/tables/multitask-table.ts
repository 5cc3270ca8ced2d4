/** How well one model serves several parts, and what sharing costs. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { partPlaces } from '../summary/part-places.ts';
import { metricUnit, minus, scoreText } from '../text/score-text.ts';
import { CONFLICT_COLUMNS, OVERLAP_COLUMNS } from './part-probe-columns.ts';
import { buildPartTable, differenceUnit } from './part-table.ts';
import type { Table } from './table.ts';

/**
 * One row per (stream, strategy, architecture, method, sparsity): the scores at the end. Degradation, overlap of masks and
 * conflict of gradients are there where some run has them. Throws AnalysisError if no run has parts.
 */
export function buildMultitaskTable(observations: readonly Observation[], context: AnalysisContext): Table {
  const places = partPlaces(observations, context, 'table multitask');
  return buildPartTable(places, context, {
    id: 'multitask',
    floorsUnder: 'parts.mean',
    subject: 'one model for all parts of a task, test scores after training',
    columns: [
      {
        label: 'Mean',
        measure: 'parts.mean',
        meaning: 'Mean = 1/K sum over parts of the test score; higher is better, of MSE lower',
        unit: metricUnit,
        show: scoreText,
      },
      {
        label: 'Worst part',
        measure: 'parts.worst',
        meaning: 'Worst part: the worst of these scores',
        unit: metricUnit,
        show: scoreText,
      },
      {
        label: 'Degradation',
        measure: 'transfer.degradation',
        meaning:
          'Degradation = 1/K sum over parts of ln(MSE with all parts / MSE of a model of the same kind and seed for that part alone), of other metrics the score alone − the score with all; 0 is as good as alone, above 0 is worse',
        unit: (metric) => (metric === 'mse' ? 'ln' : differenceUnit(metric)),
        show: (value, metric) => (metric === 'mse' ? minus(value.toFixed(3)) : scoreText(value, metric)),
        optional: true,
      },
      ...OVERLAP_COLUMNS.filter(({ label }) => /^(J within|J between|Chance)$/.test(label)),
      ...CONFLICT_COLUMNS,
    ],
    remarks: 'The test set was touched once per run, after training; nothing was selected on it.',
  });
}
