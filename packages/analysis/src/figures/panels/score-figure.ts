/** Assembles score panels, their legend and their headings into one specification. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../../context.ts';
import { AnalysisError } from '../../errors.ts';
import { orderLabels } from '../../order.ts';
import type { ScoreSummary } from '../../summary/summarise-scores.ts';
import { summariseScores } from '../../summary/summarise-scores.ts';
import { missingText, seedCountText } from '../../text/caption.ts';
import { percentText } from '../../text/score-text.ts';
import { emptyPanel } from '../vocabulary/empty-panel.ts';
import { figurePage } from '../vocabulary/figure-page.ts';
import { floorLegend, floorLetters } from '../vocabulary/floor-marks.ts';
import { methodStyle, methodStyles } from '../vocabulary/method-styles.ts';
import type { Position } from './panel-data.ts';
import { panelData } from './panel-data.ts';
import { panelLegend } from '../vocabulary/panel-legend.ts';
import type { HorizontalAxis } from './score-panels.ts';
import { scorePanel } from './score-panels.ts';

/** Room for labels with a decimal and a title at the left of a panel, and letters of floors at its right; in pixels. */
const LEFT = 60;

/** What makes one score figure differ from another. */
export interface ScoreFigureOptions {
  readonly id: string;
  readonly title: string;
  /** A sentence for the subtitle: what the horizontal axis means. */
  readonly meaning: string;
  readonly axis: (plotted: readonly ScoreSummary[]) => HorizontalAxis;
  readonly position: (methodCount: number) => Position;
}

/**
 * A panel for each planned pair of an architecture and a task, over one legend; those of an architecture start a row. The
 * reference method is drawn as a level, all others as lines. A panel without any run says so.
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
  const groups = architectures.map((architecture) =>
    tasks.flatMap((task) => {
      const here = summaries.filter((s) => s.architecture === architecture && s.task === task);
      const title = [
        ...(architectures.length > 1 || tasks.length === 1 ? [architecture] : []),
        ...(tasks.length > 1 ? [task] : []),
      ];
      return here.length === 0 ? [] : [{ title, data: panelData(here, title, methods, position, context) }];
    }),
  );
  const panels = groups.flat().flatMap(({ data }) => data ?? []);
  if (panels.length === 0) {
    throw new AnalysisError(
      `figure ${options.id}: there is no run to draw; run the experiment ${context.experiment} first`,
    );
  }
  const reference = panels.some((data) => data.reference !== null) ? methodStyle(context.reference) : null;
  const letters = floorLetters(panels.flatMap(({ floors }) => floors.map(({ label }) => label)));
  const missing = missingText(summaries);
  return figurePage({
    title: options.title,
    subtitle: [
      [
        context.experiment,
        ...(architectures.length === 1 && tasks.length > 1 ? architectures : []),
        ...(tasks.length === 1 ? tasks : []),
        `profile ${context.profile}`,
        seedCountText(summaries),
        ...(missing === null ? [] : [missing]),
      ].join(', '),
      `mean over seeds with ${percentText(context.confidence)} interval`,
      options.meaning,
      ...(letters.size > 0 ? ['dotted: scores that need no recurrent model, by the letters below'] : []),
      ...(panels.some(({ diverged }) => diverged.length > 0)
        ? ['hollow marks at the foot: runs diverged there, the mean is of the others']
        : []),
    ],
    groups,
    needs: { left: LEFT },
    draw: ({ title, data }, place) =>
      data === null
        ? emptyPanel(title, 'no runs', place.size)
        : scorePanel(data, styles, axis, letters, place),
    legends: (width) => [panelLegend(styles, reference, width), ...floorLegend(letters, width)],
  });
}
