/** Figure: how often runs fail, by method and sparsity. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { compareText, orderLabels } from '../order.ts';
import { COLLAPSE_SHARE } from '../summary/failure.ts';
import { type EndingSummary, summariseEndings } from '../summary/summarise-endings.ts';
import { missingText } from '../tables/caption.ts';
import { percentText } from '../text/score-text.ts';
import { failureLegend, failurePanel, type FailureRow } from './failure-panel.ts';
import { methodStyles, REFERENCE_COLOR } from './method-styles.ts';
import { panelGrid } from './panel-grid.ts';
import { PANEL_SPACING, themed } from './theme.ts';

/** Room for the panels of a row without the names of methods, in pixels. */
const ROOM = 690;
const MOST_COLUMNS = 6;
const ROW_HEIGHT = 15;

/**
 * A grid of panels, architectures down and tasks across. A row of a panel is a method at a sparsity: a bar of the share of its
 * runs that diverged (full colour) and collapsed (pale), and the Wilson interval of both together. A place without a run has no interval.
 * Throws AnalysisError if there is no run at all.
 */
export function failureRates(observations: readonly Observation[], context: AnalysisContext): TopLevelSpec {
  if (observations.length === 0) {
    throw new AnalysisError(
      `figure failure-rates: there is no run to draw; run the experiment ${context.experiment} first`,
    );
  }
  const endings = summariseEndings(observations, context);
  const rows = rowsOf(endings, context);
  const architectures = orderLabels(
    context.architectures,
    endings.map(({ place }) => place.architecture),
  );
  const tasks = orderLabels(
    context.tasks,
    endings.map(({ place }) => place.task),
  );
  const columns = Math.min(MOST_COLUMNS, tasks.length);
  const width = Math.min(300, Math.floor(ROOM / columns) - PANEL_SPACING);
  const height = ROW_HEIGHT * rows.length;
  return {
    ...themed('How often runs fail', subtitle(endings, architectures, context)),
    spacing: PANEL_SPACING,
    vconcat: [
      failureLegend(percentText(context.confidence)),
      panelGrid(
        architectures.map((architecture) =>
          tasks.map((task, t) => {
            const inPanel = endings.filter(
              ({ place }) => place.architecture === architecture && place.task === task,
            );
            return failurePanel(inPanel, rows, {
              title: architectures.length > 1 ? [architecture, task] : [task],
              size: [width, height],
              named: t % columns === 0,
            });
          }),
        ),
        columns,
        [width, height],
      ),
    ],
  };
}

function rowsOf(endings: readonly EndingSummary[], { methods, reference }: AnalysisContext): FailureRow[] {
  const order = orderLabels(
    methods,
    endings.map(({ place }) => place.method),
  );
  const styles = new Map(
    methodStyles(order.filter((method) => method !== reference)).map((style) => [style.method, style.color]),
  );
  const places = [
    ...new Map(endings.map(({ place }) => [`${place.method} ${String(place.sparsity)}`, place])).values(),
  ];
  places.sort(
    (a, b) =>
      order.indexOf(a.method) - order.indexOf(b.method) ||
      compareText(a.method, b.method) ||
      a.sparsity - b.sparsity,
  );
  return places.map(({ method, sparsity }) => ({
    method,
    sparsity,
    label:
      places.filter((other) => other.method === method).length > 1
        ? `${method}, ${percentText(sparsity)}`
        : method,
    color: styles.get(method) ?? REFERENCE_COLOR,
  }));
}

function subtitle(
  endings: readonly EndingSummary[],
  architectures: readonly string[],
  context: AnalysisContext,
): string[] {
  const counts = endings.map(({ runs }) => runs);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const n = least === most ? String(most) : `${String(least)} to ${String(most)}`;
  const missing = missingText(endings.map(({ place }) => place));
  const unjudged = orderLabels(
    context.tasks,
    endings.filter(({ judged }) => !judged).map(({ place }) => place.task),
  );
  return [
    [
      context.experiment,
      ...(architectures.length === 1 ? architectures : []),
      `profile ${context.profile}`,
      `n = ${n} seeds a row`,
      ...(missing === null ? [] : [missing]),
    ].join(', '),
    `collapsed: completed, but no more than ${percentText(COLLAPSE_SHARE)} of the way from guessing to perfection (MSE: error at least ${percentText(1 - COLLAPSE_SHARE)} of that of guessing)`,
    'a bar is the share of diverged runs (full colour) and of collapsed runs (pale), lower is better; no interval: no run',
    ...(unjudged.length === 0
      ? []
      : [`no score of guessing is known, so that only divergence shows: ${unjudged.join(', ')}`]),
  ];
}
