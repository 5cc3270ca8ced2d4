/** Assembles score panels, their legend and their headings into one specification. */
import type { Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../../context.ts';
import { AnalysisError } from '../../errors.ts';
import { labelsOf } from '../../summary/labels-of.ts';
import { summariseScores, type ScoreSummary } from '../../summary/summarise-scores.ts';
import { missingText, seedCountText } from '../../text/caption.ts';
import { headline, meanText, sole } from '../vocabulary/captions.ts';
import { emptyPanel } from '../vocabulary/empty-panel.ts';
import { figurePage } from '../vocabulary/figure-page.ts';
import { floorLegend, floorLetters } from '../vocabulary/floor-marks.ts';
import type { HorizontalAxis } from '../vocabulary/horizontal-axis.ts';
import { methodStyle, methodStyles } from '../vocabulary/method-styles.ts';
import { panelLegend } from '../vocabulary/panel-legend.ts';
import { placeGroups } from '../vocabulary/place-groups.ts';
import { panelData, type Position } from './panel-data.ts';
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
  const methods = labelsOf('method', plotted, context);
  const styles = methodStyles(methods);
  const axis = options.axis(plotted);
  const position = options.position(methods.length);
  const groups = placeGroups(
    summaries,
    (summary) => summary,
    context,
    (here, { architecture, task, architectures, tasks }) => {
      const title = [
        ...(architectures.length > 1 || tasks.length === 1 ? [architecture] : []),
        ...(tasks.length > 1 ? [task] : []),
      ];
      return [{ title, data: panelData(here, title, methods, position, context) }];
    },
  );
  const panels = groups.flat().flatMap(({ data }) => data ?? []);
  if (panels.length === 0) {
    throw new AnalysisError(
      `figure ${options.id}: there is no run to draw; run the experiment ${context.experiment} first`,
    );
  }
  const reference = panels.some((data) => data.reference !== null) ? methodStyle(context.reference) : null;
  const letters = floorLetters(panels.flatMap(({ floors }) => floors.map(({ label }) => label)));
  const task = sole(summaries.map((summary) => summary.task));
  const architecture = task.length === 0 ? sole(summaries.map((summary) => summary.architecture)) : [];
  return figurePage({
    title: options.title,
    subtitle: [
      headline(context, [...architecture, ...task], [seedCountText(summaries), missingText(summaries)]),
      meanText(context),
      options.meaning,
      letters.size > 0 ? 'dotted: scores that need no recurrent model, by the letters below' : null,
      panels.some(({ diverged }) => diverged.length > 0)
        ? 'hollow marks at the foot: runs diverged there, the mean is of the others'
        : null,
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
