/** How well one model serves several parts, and what sharing costs. */
import { partPlaces } from '../summary/part-places.ts';
import type { TableBuilder } from './declared-table.ts';
import { CONFLICT_COLUMNS, OVERLAP_COLUMNS } from './part-probe-columns.ts';
import { buildPartTable } from './part-table.ts';

/**
 * One row per (stream, strategy, architecture, method, sparsity): the scores at the end. Degradation, overlap of masks and
 * conflict of gradients are there where some run has them. Throws AnalysisError if no run has parts.
 */
export const buildMultitaskTable: TableBuilder = (observations, context) =>
  buildPartTable(partPlaces(observations, context, 'table multitask'), context, {
    id: 'multitask',
    floorsUnder: 'parts.mean',
    subject: 'one model for all parts of a task, test scores after training',
    columns: [
      {
        measure: 'parts.mean',
        words: { title: 'Mean', meaning: 'Mean = 1/K sum over parts of the test score' },
      },
      { measure: 'parts.worst', words: { title: 'Worst part', meaning: 'the worst of these scores' } },
      { measure: 'transfer.degradation', optional: true },
      ...OVERLAP_COLUMNS,
      ...CONFLICT_COLUMNS,
    ],
    remarks: 'The test set was touched once per run, after training; nothing was selected on it.',
  });
