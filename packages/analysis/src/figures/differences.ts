/** Figure: paired differences of every method to the reference, one row a method (a forest plot). */
import { summariseScores } from '../summary/summarise-scores.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { percentText } from '../text/score-text.ts';
import { comparedPlaces, differenceRows } from './panels/difference-rows.ts';
import { forestPanel, ROW_HEIGHT } from './panels/forest-panel.ts';
import { headline, sole } from './vocabulary/captions.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { differenceTitle } from './vocabulary/score-titles.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/** About the width of a character of the names of rows, in pixels. */
const CHARACTER = 6;

/**
 * One panel per (architecture, task), one row per method and sparsity in the order of the context: point and interval
 * of the comparison table, beside a line at zero. Rows are the same in all panels. Accuracy is in points.
 * Throws AnalysisError if there is nothing to compare.
 */
export const differences: FigureBuilder = (observations, context) => {
  const { reference, confidence } = context;
  const summaries = summariseScores(observations, context);
  const compared = comparedPlaces(summaries, observations, context, 'figure differences');
  const { groups, labels, sparsity } = differenceRows(compared, context);
  const places = compared.map(({ summary }) => summary);
  const severalTasks = sole(places.map(({ task }) => task)).length === 0;
  return figurePage({
    title: `Differences to ${reference}`,
    subtitle: [
      headline(context, severalTasks ? sole(places.map(({ architecture }) => architecture)) : [], [
        seedCountText(summaries),
        missingText(summaries),
        sparsity === null ? null : `sparsity ${percentText(sparsity)}`,
      ]),
      'method − reference in pairs of the same architecture, task and seed; errors (MSE) with the sign turned',
      `right of 0 is better than ${reference}; mean over seeds, ${percentText(confidence)} interval (none for one pair)`,
      compared.some(({ divergedPairs }) => divergedPairs > 0)
        ? 'div.: pairs of which a run diverged, left out of the mean'
        : null,
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups,
    needs: {
      ...{ left: 12, margin: CHARACTER * Math.max(...labels.map(({ length }) => length)) },
      ...{ highest: labels.length * ROW_HEIGHT, tallest: Infinity, widest: 300 },
    },
    draw: ({ title, metric, rows }, { size, titleSize, leftmost: labelled }) =>
      forestPanel(rows, { title, unit: differenceTitle(metric, size[0]), size, titleSize, labelled }),
  });
};
