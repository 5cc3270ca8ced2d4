/** All figures. Adding one = a new file and one line here. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { scoreVersusSparsity } from './score-versus-sparsity.ts';
import { scoreVersusTotalMacs } from './score-versus-total-macs.ts';

/** A kind of figure: pure, from observations in any order. */
export interface FigureDefinition {
  readonly id: string;
  readonly title: string;
  readonly build: (observations: readonly Observation[], context: AnalysisContext) => TopLevelSpec;
}

/** In the order in which they are written. */
export const figures = [
  { id: 'score-versus-sparsity', title: 'Score against sparsity', build: scoreVersusSparsity },
  { id: 'score-versus-total-macs', title: 'Score against total cost', build: scoreVersusTotalMacs },
] as const satisfies readonly FigureDefinition[];
