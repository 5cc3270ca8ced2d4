/** All tables. Adding one = a new file and one line here. */
import { buildComparisonTable } from './comparison-table.ts';
import { buildContinualDifferencesTable } from './continual-differences-table.ts';
import { buildContinualTable } from './continual-table.ts';
import type { TableBuilder } from './declared-table.ts';
import { buildFailureRatesTable } from './failure-rates-table.ts';
import { buildScoreTable } from './score-table.ts';
import { buildInterferenceTable } from './interference-table.ts';
import { buildMaskClassesTable, buildMaskSimilarityTable, buildMaskUseTable } from './mask-tables.ts';
import { buildMultitaskTable } from './multitask-table.ts';
import { buildPartMasksTable } from './part-masks-table.ts';
import { buildRankingTable } from './ranking-table.ts';
import { buildTuningTable } from './tuning-table.ts';
import { buildStabilityTable } from './stability-table.ts';
import { buildStrategyCostsTable } from './strategy-costs-table.ts';
import { buildTimesTable } from './times-table.ts';
import { buildWorkTable } from './work-table.ts';

/** A kind of table. */
export interface TableDefinition {
  readonly id: string;
  readonly title: string;
  readonly build: TableBuilder;
}

/** In the order in which they are written. */
export const tables = [
  { id: 'scores', title: 'Test scores and cost', build: buildScoreTable },
  { id: 'comparison', title: 'Paired comparison with the reference', build: buildComparisonTable },
  { id: 'ranking', title: 'One method against every other', build: buildRankingTable },
  { id: 'tuning', title: 'Recipes and validation scores', build: buildTuningTable },
  { id: 'interference', title: 'Gradient interference and its bound', build: buildInterferenceTable },
  { id: 'failure-rates', title: 'How often runs fail', build: buildFailureRatesTable },
  { id: 'stability', title: 'Failed runs and spread of scores', build: buildStabilityTable },
  { id: 'mask-classes', title: 'Class prediction from masks', build: buildMaskClassesTable },
  { id: 'mask-similarity', title: 'Overlap of masks', build: buildMaskSimilarityTable },
  { id: 'mask-use', title: 'Use of hidden channels', build: buildMaskUseTable },
  { id: 'work', title: 'Measured beside planned work', build: buildWorkTable },
  { id: 'times', title: 'Wall-clock times beside MACs', build: buildTimesTable },
  { id: 'multitask', title: 'One model for several parts', build: buildMultitaskTable },
  { id: 'continual', title: 'Learning and forgetting on streams', build: buildContinualTable },
  {
    id: 'continual-differences',
    title: 'Methods beside each other on streams',
    build: buildContinualDifferencesTable,
  },
  { id: 'strategy-costs', title: 'Work and memory of strategies', build: buildStrategyCostsTable },
  { id: 'part-masks', title: 'Overlap and conflict of parts', build: buildPartMasksTable },
] as const satisfies readonly TableDefinition[];
