/** Assembles score panels, their legend and their headings into one specification. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { orderLabels } from '../order.ts';
import type { ScoreSummary } from '../summary/summarise-scores.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { missingText, seedCountText } from '../tables/caption.ts';
import { percentText } from '../text/score-text.ts';
import { methodStyles } from './method-styles.ts';
import type { Position } from './panel-data.ts';
import { panelData } from './panel-data.ts';
import { panelLegend } from './panel-legend.ts';
import type { HorizontalAxis, View } from './score-panels.ts';
import { PANEL_HEIGHT, PANEL_WIDTH, scorePanel } from './score-panels.ts';
import { PANEL_SPACING, themed } from './theme.ts';

/** What makes one score figure differ from another. */
export interface ScoreFigureOptions {
  readonly title: string;
  /** A sentence for the subtitle: what the horizontal axis means. */
  readonly meaning: string;
  readonly axis: (plotted: readonly ScoreSummary[]) => HorizontalAxis;
  readonly position: (methodCount: number) => Position;
}

/** Keeps the place of a panel without runs. */
const BLANK: View = {
  width: PANEL_WIDTH,
  height: PANEL_HEIGHT,
  view: { stroke: null },
  data: { values: [] },
  mark: 'point',
};

/**
 * A grid of panels, architectures down and tasks across, over one legend. The reference method is drawn as a level,
 * all others as lines. A panel without any run is left blank.
 * Throws AnalysisError if there is no run at all.
 */
export function scoreFigure(
  observations: readonly Observation[],
  context: AnalysisContext,
  options: ScoreFigureOptions,
): TopLevelSpec {
  const summaries = summariseScores(observations, context).filter(({ expected }) => expected > 0);
  const plotted = summaries.filter(({ method }) => method !== context.reference);
  const methods = orderLabels(
    context.methods,
    plotted.map(({ method }) => method),
  );
  const styles = methodStyles(methods);
  const axis = options.axis(plotted);
  const position = options.position(methods.length);
  const architectures = orderLabels(
    context.architectures,
    summaries.map(({ architecture }) => architecture),
  );
  const tasks = orderLabels(
    context.tasks,
    summaries.map(({ task }) => task),
  );
  const rows = architectures
    .map((architecture) =>
      tasks.map((task) => {
        const title = architectures.length > 1 ? `${architecture}, ${task}` : task;
        const inPanel = summaries.filter((s) => s.architecture === architecture && s.task === task);
        return panelData(inPanel, title, methods, position, context);
      }),
    )
    .filter((row) => row.some((data) => data !== null));
  const panels = rows.flat().filter((data) => data !== null);
  if (panels.length === 0) {
    throw new AnalysisError(
      `figure "${options.title}": there is no run to draw; run the experiment ${context.experiment} first`,
    );
  }
  const hasReference = panels.some(({ reference }) => reference !== null);
  const hasDiverged = panels.some(({ diverged }) => diverged.length > 0);
  return {
    ...themed(
      options.title,
      subtitle(summaries, architectures, context, [
        options.meaning,
        ...(hasDiverged ? ['hollow marks at the foot: runs diverged there, the mean is of the others'] : []),
      ]),
    ),
    spacing: PANEL_SPACING,
    vconcat: [
      {
        columns: tasks.length,
        spacing: PANEL_SPACING,
        concat: rows.flatMap((row, r) =>
          row.map((data, c) =>
            data === null
              ? BLANK
              : scorePanel(data, styles, axis, {
                  x: r === rows.length - 1,
                  y: c === 0 || row[c - 1]?.metric !== data.metric,
                }),
          ),
        ),
      },
      panelLegend(
        styles,
        hasReference ? context.reference : null,
        tasks.length * PANEL_WIDTH + (tasks.length - 1) * PANEL_SPACING,
      ),
    ],
  };
}

function subtitle(
  summaries: readonly ScoreSummary[],
  architectures: readonly string[],
  context: AnalysisContext,
  remarks: readonly string[],
): string[] {
  const missing = missingText(summaries);
  const only = architectures.length === 1 ? [architectures.join()] : [];
  return [
    [
      context.experiment,
      ...only,
      `profile ${context.profile}`,
      seedCountText(summaries),
      ...(missing === null ? [] : [missing]),
    ].join(', '),
    `mean over seeds with ${percentText(context.confidence)} interval`,
    ...remarks,
  ];
}
