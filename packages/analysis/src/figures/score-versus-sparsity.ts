/** Figure: score against the sparsity of the recurrent core. */
import { scoreFigure } from './panels/score-figure.ts';
import { sparsityAxis, sparsityPosition } from './vocabulary/sparsity-axis.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/** One line per method, shifted by a few pixels against each other; the reference as a level. */
export const scoreVersusSparsity: FigureBuilder = (observations, context) => {
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
};
