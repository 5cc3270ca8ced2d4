/** Figure: how well a model knows what it has learned so far, from experience to experience. */
import { measuredLabelsOf } from '../summary/labels-of.ts';
import { partPlaces, sequentialPlaces } from '../summary/part-places.ts';
import { linePanel } from './panels/line-panel.ts';
import { overTimeDomains, overTimeRows } from './panels/over-time-data.ts';
import { meanText, partHeadline } from './vocabulary/captions.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { stylesWithReference } from './vocabulary/method-styles.ts';
import { leftOfShared } from './vocabulary/page.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

const STAGES = { xTitle: 'parts learned', xFormat: 'd', doubling: false } as const;
const LOOK = { ...STAGES, scoredOn: 'test', interval: 'band' } as const;

/**
 * A row of panels per stream and architecture, a panel per sequential strategy (and sparsity), a line per method: mean
 * over the parts learned so far of their test scores. Dotted rules: the end of runs that learned all parts at once with
 * the first such strategy. The panels of a row have one vertical axis. Throws AnalysisError if no run learned one part
 * after the other.
 */
export const accuracyOverTime: FigureBuilder = (observations, context) => {
  const what = 'figure accuracy-over-time';
  const all = partPlaces(observations, context, what);
  const sequential = sequentialPlaces(observations, context, what);
  const methods = measuredLabelsOf('method', sequential, context);
  const styles = stylesWithReference(methods, context.reference);
  const rows = overTimeRows(sequential, all, methods, context);
  const rules = [...new Set(rows.flat().flatMap(({ joint }) => joint ?? []))].join(', ');
  const groups = rows.map((row) =>
    row.map((data) => ({ title: data.title, data, domains: overTimeDomains(data, row) })),
  );
  return figurePage({
    title: 'Score on what was learned so far',
    subtitle: [
      partHeadline(sequential, context),
      `mean test score over the parts learned so far; ${meanText(context)} (band)`,
      rules === ''
        ? null
        : `dotted: mean over all parts of the same method when they are learned at once (${rules})`,
      groups.length === 1 ? null : 'the panels of a stream share their vertical axis',
    ],
    groups,
    needs: { left: leftOfShared(groups), below: 20 },
    draw: ({ data, domains }, place) => linePanel(data, { ...LOOK, styles }, domains, place),
    legends: (width) => [panelLegend(styles, null, width)],
  });
};
