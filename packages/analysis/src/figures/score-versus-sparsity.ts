/** Figure: score against the sparsity of the recurrent core. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { scoreFigure } from './panels/score-figure.ts';
import { sparsityAxis, sparsityPosition } from './vocabulary/sparsity-axis.ts';

/** One line per method, shifted by a few pixels against each other; the reference as a level. */
export function scoreVersusSparsity(
  observations: readonly Observation[],
  context: AnalysisContext,
): TopLevelSpec {
  return scoreFigure(observations, context, {
    id: 'score-versus-sparsity',
    title: 'Score against sparsity',
    meaning: 'methods are shifted sideways to part their error bars',
    axis: (plotted) => sparsityAxis(plotted, context.sparsityOf),
    position:
      (methodCount) =>
      ({ sparsity }, index) =>
        sparsityPosition(sparsity, index, methodCount),
  });
}
