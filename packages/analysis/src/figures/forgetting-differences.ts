/** Figure: how much less methods forget than the reference, beside how much less they learn. */
import type { Metric, Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { orderLabels } from '../order.ts';
import { compareParts, type MeasureDifference, type PartComparison } from '../summary/compare-parts.ts';
import { pairsWithReference } from '../summary/method-pairs.ts';
import { partPlaces } from '../summary/part-places.ts';
import { intervalOf } from '../tables/estimate-cell.ts';
import { percentText } from '../text/score-text.ts';
import { forestPanel, ROW_HEIGHT, type ForestRow } from './forest-panel.ts';
import { inUnit } from './line-panel.ts';
import { methodStyles, type MethodStyle } from './method-styles.ts';
import { panelGrid } from './panel-grid.ts';
import { partSubtitle } from './part-subtitle.ts';
import { PANEL_SPACING, themed } from './theme.ts';

const WIDTH = 290;

const UNIT: Readonly<Record<Metric, string>> = {
  accuracy: 'points',
  auc: 'AUC',
  mse: 'MSE',
};

/**
 * Two panels for each stream and architecture with one row per strategy, method and sparsity: paired differences to the
 * reference in forgetting, and in the score when learned, since who learns nothing forgets nothing. Rows are the same in
 * both. Throws AnalysisError if no run has a partner with forgetting.
 */
export function forgettingDifferences(
  observations: readonly Observation[],
  context: AnalysisContext,
): TopLevelSpec {
  const { reference } = context;
  const places = partPlaces(observations, context, 'figure forgetting-differences');
  const compared = compareParts(places, pairsWithReference(observations, context), context);
  const forgetting = compared.filter(({ task }) =>
    compared.some((other) => other.task === task && other.differences.forgetting !== null),
  );
  if (forgetting.length === 0) {
    throw new AnalysisError(
      `figure forgetting-differences: no run of ${context.experiment} that learned one part after the other has a partner of ${reference} with the same seed; run ${reference} and another method under a strategy such as fine-tune`,
    );
  }
  const tasks = new Set(forgetting.map(({ task }) => task));
  const methods = orderLabels(
    context.methods,
    forgetting.map(({ ours }) => ours.method),
  );
  const styles = new Map(methodStyles(methods).map((style) => [style.method, style]));
  const groups = new Map<string, PartComparison[]>();
  for (const one of forgetting) {
    const title = `${one.stream}, ${one.architecture}`;
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  const panels = [...groups].map(([title, members]) => {
    const metric = members[0]!.metric ?? 'accuracy';
    const rowsBy = (measure: 'forgetting' | 'learning'): ForestRow[] =>
      members.map((one) => forestRow(one, one.differences[measure], styles.get(one.ours.method)!));
    return [
      forestPanel(rowsBy('forgetting'), {
        title,
        unit: `forgetting (${UNIT[metric]}; left is better)`,
        width: WIDTH,
        labelled: true,
      }),
      forestPanel(rowsBy('learning'), {
        title,
        unit: `score when learned (${UNIT[metric]}${metric === 'mse' ? ', sign turned' : ''}; right is better)`,
        width: WIDTH,
        labelled: false,
      }),
    ];
  });
  const most = Math.max(...[...groups.values()].map(({ length }) => length));
  return {
    ...themed(`Forgetting and learning beside ${reference}`, [
      partSubtitle(
        places.filter(({ task }) => tasks.has(task)),
        context,
      ),
      `method − ${reference} in pairs of the same stream, strategy, architecture and seed`,
      `mean over seeds, ${percentText(context.confidence)} interval (none for one pair)`,
      'forgetting: mean over the parts but the last of the best score before the end − the score at the end',
    ]),
    spacing: PANEL_SPACING,
    vconcat: [panelGrid(panels, 2, [WIDTH, most * ROW_HEIGHT])],
  };
}

function forestRow(
  { strategy, ours: { method, sparsity }, metric, unpaired }: PartComparison,
  found: MeasureDifference | null,
  { color, shape }: MethodStyle,
): ForestRow {
  const side = sparsity === 0 ? method : `${method}, ${percentText(sparsity)}`;
  const row = { label: strategy === null ? side : `${strategy}: ${side}`, color, shape };
  if (found === null || metric === null) {
    return { ...row, point: null, low: null, high: null, remark: 'no pair' };
  }
  const interval = intervalOf(found.difference);
  return {
    ...row,
    point: inUnit(found.difference.point, metric),
    low: interval === null ? null : inUnit(interval[0], metric),
    high: interval === null ? null : inUnit(interval[1], metric),
    remark: unpaired === 0 ? '' : `${String(found.difference.n)} pairs`,
  };
}
