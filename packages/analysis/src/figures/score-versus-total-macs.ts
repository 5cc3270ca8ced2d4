/** Figure: score against everything that is computed per step, the router included. */
import { sixDigits } from './vocabulary/numbers.ts';
import { scoreFigure } from './panels/score-figure.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/** Percentages at which the axis may have a tick. */
const TICKS = [0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500, 1000];

/**
 * As `scoreVersusSparsity`, but each point stands where its measured total MACs are (core + router, in percent of the
 * dense core): a method whose router is dear moves to the right.
 */
export const scoreVersusTotalMacs: FigureBuilder = (observations, context) => {
  return scoreFigure(observations, context, {
    id: 'score-versus-total-macs',
    title: 'Score against total cost',
    meaning:
      'total = recurrent core + router, MACs per time step in percent of the dense core, head excluded; log scale',
    axis: (plotted) => {
      const totals = plotted.flatMap(({ shares }) =>
        shares && shares.total > 0 ? [sixDigits(shares.total * 100)] : [],
      );
      const low = Math.min(...totals, 100);
      const high = Math.max(...totals, 100);
      return {
        titles: ['total MACs (% of the dense core, log scale)', 'total MACs (% of dense)', 'total MACs (%)'],
        domain: [low, high],
        reverse: false,
        ticks: TICKS.filter((tick) => tick >= low && tick <= high),
        labelExpr: "format(datum.value, '.3~r')",
      };
    },
    position:
      () =>
      ({ shares }) =>
        shares && shares.total > 0 ? shares.total * 100 : null,
  });
};
