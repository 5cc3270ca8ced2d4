/** All tables. Adding one = a new file and one line here. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { buildComparisonTable } from './comparison-table.ts';
import { buildScoreTable } from './score-table.ts';
import type { Table } from './table.ts';

/** A kind of table: pure, from observations in any order. */
export interface TableDefinition {
  readonly id: string;
  readonly title: string;
  readonly build: (observations: readonly Observation[], context: AnalysisContext) => Table;
}

/** In the order in which they are written. */
export const tables = [
  { id: 'scores', title: 'Test scores and cost', build: buildScoreTable },
  { id: 'comparison', title: 'Paired comparison with the reference', build: buildComparisonTable },
] as const satisfies readonly TableDefinition[];
