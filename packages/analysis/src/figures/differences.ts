/** Figure: paired differences of every method to the reference, one row a method (a forest plot). */
import type { Metric, Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { distinctNumbers, orderLabels } from '../order.ts';
import type { Comparison } from '../summary/compare-with-reference.ts';
import { compareWithReference } from '../summary/compare-with-reference.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { intervalOf } from '../text/estimate-text.ts';
import { percentText } from '../text/score-text.ts';
import { forestPanel, ROW_HEIGHT, type ForestRow } from './panels/forest-panel.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { methodStyles, type MethodStyle } from './vocabulary/method-styles.ts';
import { sixDigits } from './panels/panel-data.ts';
import { differenceTitle } from './vocabulary/score-titles.ts';

/** About the width of a character of the names of rows, in pixels. */
const CHARACTER = 6;

/**
 * One panel per (architecture, task), one row per method and sparsity in the order of the context: point and interval
 * of the comparison table, beside a line at zero. Rows are the same in all panels. Accuracy is in points.
 * Throws AnalysisError if there is nothing to compare.
 */
export function differences(observations: readonly Observation[], context: AnalysisContext): TopLevelSpec {
  const summaries = summariseScores(observations, context);
  const comparisons = compareWithReference(summaries, observations, context);
  if (comparisons.every(({ difference }) => difference === null)) {
    throw new AnalysisError(
      `figure differences: no completed run has a partner of the same architecture, task and seed; run ${context.reference} of ${context.experiment} and at least one other method`,
    );
  }
  const places = comparisons.map(({ summary }) => summary);
  const methods = orderLabels(
    context.methods,
    places.map(({ method }) => method),
  );
  const styles = methodStyles(methods);
  const single = distinctNumbers(places.map(({ sparsity }) => sparsity)).length === 1;
  const rowsOf = methods.flatMap((method) =>
    distinctNumbers(places.filter((place) => place.method === method).map(({ sparsity }) => sparsity)).map(
      (sparsity): RowPlace => ({
        method,
        sparsity,
        label: single ? method : `${method}, ${percentText(sparsity)}`,
        style: styles.find((style) => style.method === method)!,
      }),
    ),
  );
  const architectures = orderLabels(
    context.architectures,
    places.map(({ architecture }) => architecture),
  );
  const tasks = orderLabels(
    context.tasks,
    places.map(({ task }) => task),
  );
  const groups = architectures.map((architecture) =>
    tasks.flatMap((task) => {
      const here = comparisons.filter(
        ({ summary }) => summary.architecture === architecture && summary.task === task,
      );
      const metric = here[0]?.summary.metric ?? null;
      return metric === null
        ? []
        : [
            {
              title: [
                [...(architectures.length > 1 || tasks.length === 1 ? [architecture] : []), task].join(', '),
              ],
              metric,
              rows: forestRows(rowsOf, here, metric),
            },
          ];
    }),
  );
  const missing = missingText(summaries);
  return figurePage({
    title: `Differences to ${context.reference}`,
    subtitle: [
      [
        context.experiment,
        ...(architectures.length === 1 && tasks.length > 1 ? architectures : []),
        `profile ${context.profile}`,
        seedCountText(summaries),
        ...(missing === null ? [] : [missing]),
        ...(single ? [`sparsity ${percentText(places[0]?.sparsity ?? 0)}`] : []),
      ].join(', '),
      'method − reference in pairs of the same architecture, task and seed; errors (MSE) with the sign turned',
      `right of 0 is better than ${context.reference}; mean over seeds, ${percentText(context.confidence)} interval (none for one pair)`,
      ...(comparisons.some(({ divergedPairs }) => divergedPairs > 0)
        ? ['div.: pairs of which a run diverged, left out of the mean']
        : []),
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups,
    needs: {
      left: 12,
      margin: CHARACTER * Math.max(...rowsOf.map(({ label }) => label.length)),
      highest: rowsOf.length * ROW_HEIGHT,
      tallest: Infinity,
      widest: 300,
    },
    draw: ({ title, metric, rows }, { size, titleSize, leftmost }) =>
      forestPanel(rows, {
        title,
        unit: differenceTitle(metric, size[0]),
        ...{ size, titleSize, labelled: leftmost },
      }),
  });
}

interface RowPlace {
  readonly method: string;
  readonly sparsity: number;
  readonly label: string;
  readonly style: MethodStyle;
}

/** The rows of one panel: what is not planned there stays an empty row. */
function forestRows(
  places: readonly RowPlace[],
  comparisons: readonly Comparison[],
  metric: Metric,
): ForestRow[] {
  const inUnit = (value: number): number => sixDigits(metric === 'accuracy' ? value * 100 : value);
  return places.map(({ method, sparsity, label, style }): ForestRow => {
    const found = comparisons.find(
      ({ summary }) => summary.method === method && summary.sparsity === sparsity,
    );
    const row = { label, color: style.color, shape: style.shape };
    if (found === undefined) return { ...row, point: null, low: null, high: null, remark: 'not planned' };
    const { difference, divergedPairs, unlearned } = found;
    const lost =
      divergedPairs === 0
        ? []
        : [`${String(divergedPairs)} of ${String((difference?.n ?? 0) + divergedPairs)} div.`];
    if (difference === null) {
      return {
        ...row,
        point: null,
        low: null,
        high: null,
        remark: [unlearned ? 'neither has learned' : 'no pair', ...lost].join(', '),
      };
    }
    const interval = intervalOf(difference);
    return {
      ...row,
      point: inUnit(difference.point),
      low: interval === null ? null : inUnit(interval[0]),
      high: interval === null ? null : inUnit(interval[1]),
      remark: lost.join(),
    };
  });
}
