/** Figure: score against the number of parts that one model serves. */
import { distinctNumbers } from '../order.ts';
import { measuredLabelsOf } from '../summary/labels-of.ts';
import { partPlaces } from '../summary/part-places.ts';
import { verticalDomain } from './panels/line-data.ts';
import { linePanel } from './panels/line-panel.ts';
import { growing, partsGroups } from './panels/parts-data.ts';
import { meanText, partHeadline } from './vocabulary/captions.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { taskNames } from './vocabulary/task-names.ts';
import { stylesWithReference } from './vocabulary/method-styles.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

const COUNTS = { xTitle: 'number of parts', xFormat: 'd', doubling: true } as const;
const LOOK = { ...COUNTS, scoredOn: 'test', interval: 'bars' } as const;

/**
 * One panel per architecture, family of tasks, strategy and sparsity; a line per method over the numbers of parts of the
 * family. A family is what tasks share whose names differ in the number at their end; families with one number of parts under a
 * strategy are left out where others have several. The panels of one family on one architecture have one vertical axis. Throws AnalysisError if no run has parts.
 */
export const scoreVersusParts: FigureBuilder = (observations, context) => {
  const all = partPlaces(observations, context, 'figure score-versus-parts');
  const { places, leftOut } = growing(all);
  const methods = measuredLabelsOf('method', places, context);
  const styles = stylesWithReference(methods, context.reference);
  const counts = distinctNumbers(places.map(({ names }) => names.length).filter((count) => count > 0));
  const [least, most] = [counts[0]!, counts.at(-1)!];
  const x = least < most ? ([least, most] as const) : ([least / 2, least * 2] as const);
  const groups = partsGroups(places, methods, x[1] / x[0], context);
  return figurePage({
    title: 'Score against the number of parts',
    subtitle: [
      partHeadline(places, context),
      `mean test score over the parts at the end; ${meanText(context)}`,
      leftOut.length === 0 ? null : `left out, as of a single number of parts: ${taskNames(leftOut)}`,
    ],
    groups: groups.map((panels) =>
      panels.map((data) => ({ title: data.title, data, y: verticalDomain(panels) })),
    ),
    needs: { left: 60 },
    draw: ({ data, y }, place) => linePanel(data, { ...LOOK, styles }, { x, ticks: counts, y }, place),
    legends: (width) => [panelLegend(styles, null, width)],
  });
};
