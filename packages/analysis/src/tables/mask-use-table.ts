/** How a model uses its hidden channels. Drawn from the probe `masks`. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { buildMeasureTable } from './measure-table.ts';
import type { Table } from './table.ts';

/**
 * Dead and always-on channels, evenness of the load, how much masks depend on the example, and how much they still
 * changed at the end of training. Throws AnalysisError if no run was probed.
 */
export function buildMaskUseTable(observations: readonly Observation[], context: AnalysisContext): Table {
  return buildMeasureTable(observations, context, {
    id: 'mask-use',
    probe: 'masks',
    subject: 'use of the hidden channels on test examples',
    preface:
      'J: overlap of the masks of two examples, sum of min / sum of max over channels of the shares of time steps at which each is active.',
    columns: [
      { measures: ['h-dead', 'h-always-on'] },
      { measures: ['h-entropy'] },
      { measures: ['h-load-cv2', 'h-effective'] },
      { measures: ['h-staticness'] },
      { measures: ['h-churn'] },
    ],
    levels: [],
  });
}
