/** Figure: score against the sparsity of the recurrent core. */
import type { Observation, SparsityUnit } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { distinctNumbers } from '../order.ts';
import { scoreFigure } from './score-figure.ts';
import { sixDigits } from './panel-data.ts';

/** Relative shift in density between neighbouring methods, so that their error bars stand side by side. */
const DODGE = 0.024;

const AXIS_TITLE: Readonly<Record<SparsityUnit, string>> = {
  macs: 'sparsity of the recurrent core (% of MACs left out)',
  channels: 'sparsity of the masks (% of channels switched off)',
};

/**
 * One line per method; the reference as a level. The axis is logarithmic in the density 1 − s, because the cost of
 * the core halves from tick to tick there and high sparsities stay apart; its labels are the measured sparsities.
 * Methods are shifted by a few pixels against each other, in their order.
 */
export function scoreVersusSparsity(
  observations: readonly Observation[],
  context: AnalysisContext,
): TopLevelSpec {
  return scoreFigure(observations, context, {
    title: 'Score against sparsity',
    meaning: 'methods are shifted sideways to part their error bars',
    axis: (plotted) => {
      const sparsities = distinctNumbers(plotted.map(({ sparsity }) => sparsity));
      const densities = sparsities.map((sparsity) => sixDigits(1 - sparsity));
      return {
        title: AXIS_TITLE[context.sparsityOf],
        domain: [densities.at(-1) ?? 0.1, densities[0] ?? 1],
        reverse: true,
        ticks: densities,
        labelExpr: "format(100 * (1 - datum.value), '.3~r')",
      };
    },
    position:
      (methodCount) =>
      ({ sparsity }, index) =>
        (1 - sparsity) * (1 - DODGE * (index - (methodCount - 1) / 2)),
  });
}
