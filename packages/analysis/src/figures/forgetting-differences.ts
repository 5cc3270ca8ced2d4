/** Figure: how much less methods forget than the reference, beside how much less they learn. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { orderLabels } from '../order.ts';
import { compareParts, type MeasureDifference, type PartComparison } from '../summary/compare-parts.ts';
import { pairsWithReference } from '../summary/method-pairs.ts';
import { partPlaces } from '../summary/part-places.ts';
import { intervalOf } from '../text/estimate-text.ts';
import { differenceUnit, percentText } from '../text/score-text.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { type BandPanel, type BandPoint, forgetPanel } from './panels/forget-panel.ts';
import { inUnit } from './panels/line-panel.ts';
import { methodStyles, type MethodStyle } from './vocabulary/method-styles.ts';
import { packRows } from './vocabulary/panel-grid.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import { partSubtitle } from './vocabulary/part-subtitle.ts';

/** Height of the row of a method, in pixels: where there is room, and what all rows of the figure may take together. */
const ROW_HEIGHT = 9;
const ROOM = 500;
const STRATEGY_WIDTH = 70;

/**
 * Two panels for each stream and architecture with a band a strategy and in it a row a method: paired differences to the
 * reference in forgetting, and in the score when learned, since who learns nothing forgets nothing. Rows are the same in
 * both. At several sparsities a method has a row for each. Throws AnalysisError if no run has a partner with forgetting.
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
  const architectures = new Set(forgetting.map(({ architecture }) => architecture));
  const only = architectures.size === 1 ? [...architectures][0] : null;
  const tasks = new Set(forgetting.map(({ task }) => task));
  const methods = orderLabels(
    context.methods,
    forgetting.map(({ ours }) => ours.method),
  );
  const styles = methodStyles(methods);
  const groups = new Map<string, PartComparison[]>();
  for (const one of forgetting) {
    const title = one.architecture === only ? one.stream : `${one.stream}, ${one.architecture}`;
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  const pairs = [...groups].map(([title, members]) => panelsOf(title, members, styles));
  const columns = Math.min(4, 2 * pairs.length);
  const slots = packRows(pairs, columns).map((row) => Math.max(...row.map(rowsOf)));
  const all = slots.reduce((sum, rows) => sum + rows, 0);
  const rowHeight = Math.min(ROW_HEIGHT, Math.floor((4 * ROOM) / all) / 4);
  const unpaired = forgetting.filter(({ differences }) => differences.forgetting === null).length;
  return figurePage({
    title: `Forgetting and learning beside ${reference}`,
    subtitle: [
      partSubtitle(
        places.filter(({ task }) => tasks.has(task)),
        context,
      ),
      `method − ${reference} in pairs of the same stream, strategy, architecture and seed: mean over seeds, ${percentText(context.confidence)} interval (none for one pair)`,
      'forgetting: mean over the parts but the last of the best score before the end − the score at the end; left of 0 is better',
      'learned: the score on a part when it has been learned, errors with the sign turned; right of 0 is better',
      ...(unpaired === 0 ? [] : [`without a pair, not drawn: ${String(unpaired)}`]),
    ],
    groups: pairs,
    independent: ['yOffset'],
    needs: { columns, left: 14, margin: (STRATEGY_WIDTH * columns) / 2, tallest: Infinity, widest: 300 },
    draw: (panel, { size: [width], titleSize, first }) =>
      forgetPanel(panel, [width, rowHeight * rowsOf(panel)], titleSize, first),
    legends: (width) => [panelLegend(styles, null, width)],
  });
}

function rowsOf({ strategies, methods }: BandPanel): number {
  return strategies.length * methods.length;
}

/** Forgetting, then learning. */
function panelsOf(
  title: string,
  members: readonly PartComparison[],
  styles: readonly MethodStyle[],
): BandPanel[] {
  const metric = members[0]!.metric ?? 'accuracy';
  const strategies = [...new Set(members.map(({ strategy }) => strategy ?? ''))];
  const sparsities = new Set(members.map(({ ours }) => ours.sparsity));
  const rowOf = ({ ours: { method, sparsity } }: PartComparison): string =>
    sparsities.size > 1 ? `${method}, ${percentText(sparsity)}` : method;
  const methods = styles.flatMap(({ method }) => [
    ...new Set(members.filter(({ ours }) => ours.method === method).map(rowOf)),
  ]);
  const pointsOf = (measure: 'forgetting' | 'learning'): BandPoint[] =>
    members.flatMap((one) => {
      const found: MeasureDifference | null = one.differences[measure];
      const style = styles.find(({ method }) => method === one.ours.method)!;
      if (found === null) return [];
      const interval = intervalOf(found.difference);
      return [
        {
          ...{ strategy: one.strategy ?? '', method: rowOf(one), color: style.color, shape: style.shape },
          point: inUnit(found.difference.point, metric),
          low: interval === null ? null : inUnit(interval[0], metric),
          high: interval === null ? null : inUnit(interval[1], metric),
        },
      ];
    });
  return [
    {
      title: [title, `forgetting, ${differenceUnit(metric)}`],
      strategies,
      methods,
      points: pointsOf('forgetting'),
    },
    { title: ['', `learned, ${differenceUnit(metric)}`], strategies, methods, points: pointsOf('learning') },
  ];
}
