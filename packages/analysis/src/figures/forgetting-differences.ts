/** Figure: how much less methods forget than the reference, beside how much less they learn. */
import { labelsOf } from '../summary/labels-of.ts';
import { percentText } from '../text/score-text.ts';
import { comparedForgetting, forgettingPairs } from './panels/forget-data.ts';
import { forgetPanel, heightOfRows, rowsOf } from './panels/forget-panel.ts';
import { counted, partHeadline } from './vocabulary/captions.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { methodStyles } from './vocabulary/method-styles.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

const STRATEGY_WIDTH = 70;

/**
 * Two panels for each stream and architecture with a band a strategy and in it a row a method: paired differences to the
 * reference in forgetting, and in the score when learned, since who learns nothing forgets nothing. Rows are the same in
 * both. At several sparsities a method has a row for each. Throws AnalysisError if no run has a partner with forgetting.
 */
export const forgettingDifferences: FigureBuilder = (observations, context) => {
  const { reference } = context;
  const { places, forgetting } = comparedForgetting(observations, context, 'figure forgetting-differences');
  const methods = labelsOf(
    'method',
    forgetting.map(({ ours }) => ours),
    context,
  );
  const styles = methodStyles(methods);
  const pairs = forgettingPairs(forgetting, styles);
  const columns = Math.min(4, 2 * pairs.length);
  const rowHeight = heightOfRows(pairs, columns);
  const unpaired = forgetting.filter(({ differences }) => differences.forgetting === null).length;
  return figurePage({
    title: `Forgetting and learning beside ${reference}`,
    subtitle: [
      partHeadline(places, context),
      `method − ${reference} in pairs of the same stream, strategy, architecture and seed: mean over seeds, ${percentText(context.confidence)} interval (none for one pair)`,
      'forgetting: mean over the parts but the last of the best score before the end − the score at the end; left of 0 is better',
      'learned: the score on a part when it has been learned, errors with the sign turned; right of 0 is better',
      counted('without a pair, not drawn', unpaired),
    ],
    groups: pairs,
    independent: ['yOffset'],
    needs: { columns, left: 14, margin: (STRATEGY_WIDTH * columns) / 2, tallest: Infinity, widest: 300 },
    draw: (panel, { size: [width], titleSize, first }) =>
      forgetPanel(panel, [width, rowHeight * rowsOf(panel)], titleSize, first),
    legends: (width) => [panelLegend(styles, null, width)],
  });
};
