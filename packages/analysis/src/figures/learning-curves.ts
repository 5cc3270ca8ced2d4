/** Figure: the score on validation data in the course of training. */
import { AnalysisError } from '../errors.ts';
import { measuredLabelsOf } from '../summary/labels-of.ts';
import { curveRows, curvedPlaces } from './panels/curve-data.ts';
import { curveDomains } from './panels/curve-domains.ts';
import { linePanel } from './panels/line-panel.ts';
import { counted, divergedOf, meanText, measuredHeadline } from './vocabulary/captions.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { stylesWithReference } from './vocabulary/method-styles.ts';
import { panelLegend } from './vocabulary/panel-legend.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

const STEPS = { xTitle: 'optimiser steps', xFormat: ',d', doubling: false } as const;
const LOOK = { ...STEPS, scoredOn: 'validation', interval: 'band' } as const;

/**
 * A panel per task and architecture, a row for each task; at several sparsities a row for each of both, a panel per
 * sparsity. A line per method: validation score over optimiser steps. A diverged run counts as far as it went; a step
 * is drawn where all others of the place have a point. The panels of a row share both axes. Evaluations are at the
 * target sparsity, save of methods that find it in training (`delta`). Throws AnalysisError if no run was evaluated
 * twice, and as `summariseScores` does.
 */
export const learningCurves: FigureBuilder = (observations, context) => {
  if (!observations.some(({ curve }) => curve.length > 1)) {
    throw new AnalysisError(
      `figure learning-curves: no run of ${context.experiment} was evaluated twice or more in training; expected a training recipe whose \`evaluateEvery\` is less than its \`steps\`: change it under \`train:\` and run the experiment again`,
    );
  }
  const places = curvedPlaces(observations, context);
  const methods = measuredLabelsOf('method', places, context);
  const styles = stylesWithReference(methods, context.reference);
  const rows = curveRows(places, methods, context);
  const drawn = new Set(rows.flat().flatMap(({ points }) => points.map(({ method }) => method)));
  const shown = styles.filter(({ method }) => drawn.has(method));
  const diverged = counted('; diverged runs, shown as far as they went', divergedOf(places)) ?? '';
  return figurePage({
    title: 'Validation score in training',
    subtitle: [
      measuredHeadline(places, context),
      `validation score; ${meanText(context)} (band)`,
      `a step is drawn where all seeds of the line that have not diverged have a point${diverged}`,
    ],
    groups: rows.map((row) => {
      const domains = curveDomains(row);
      return row.map((data) => ({ title: data.title, data, domains }));
    }),
    needs: { left: 60 },
    draw: ({ data, domains }, place) =>
      linePanel(data, { ...LOOK, styles }, domains, { ...place, lowest: true }),
    legends: (width) => [panelLegend(shown, null, width)],
  });
};
