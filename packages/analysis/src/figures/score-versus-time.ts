/** Figure: score against the time of a step, with the models that no other beats. */
import { count } from '@dsrnn/portable';
import { summariseTimes } from '../summary/summarise-times.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { machineText, stepText } from '../text/time-text.ts';
import { divergedText, paretoData, timedStep } from './panels/pareto-data.ts';
import { paretoLegend } from './panels/pareto-legend.ts';
import { paretoPanel } from './panels/pareto-panel.ts';
import { absentTimes } from './vocabulary/absent-times.ts';
import { headline, meanText, sole } from './vocabulary/captions.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import type { FigureBuilder } from './vocabulary/view.ts';

/**
 * A panel per task with all architectures and methods in it. Times are those of streaming steps; where no place has
 * one, of training steps. Throws AnalysisError as `summariseTimes` does, or if no place has both a time and a score.
 */
export const scoreVersusTime: FigureBuilder = (observations, context) => {
  const what = 'figure score-versus-time';
  const { record, places } = summariseTimes(observations, context, what);
  const step = timedStep(places);
  const { panels, styles, letters } = paretoData(places, step, context, what);
  const points = panels.flatMap((panel) => panel.points);
  const [methods, architectures] = (['method', 'architecture'] as const).map(
    (label) => new Set(points.map((point) => point[label])),
  ) as [Set<string>, Set<string>];
  const summaries = places.map(({ place }) => place);
  return figurePage({
    title: 'Score against time',
    subtitle: [
      headline(context, sole(summaries.map(({ architecture }) => architecture)), [
        seedCountText(summaries),
        missingText(summaries),
      ]),
      `score: ${meanText(context)}; time: median of ${count(record.rounds, 'round')}; up and left is better`,
      `measured on ${machineText(record)}`,
      step.kind === 'stream' ? stepText('stream') : `${stepText('train')}, of ${record.batchSize}`,
      'the front goes by the points, whatever their intervals; faint lines join the sparsities of a method on an architecture',
      divergedText(places),
      ...absentTimes(places, step.kind),
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups: panels.map((panel) => [panel]),
    needs: { columns: 1, widest: 720, tallest: 0.56 },
    draw: (data, { size }) => paretoPanel(data, styles, step.title, size),
    legends: (width) => [
      paretoLegend(
        styles.filter(({ method }) => methods.has(method)),
        letters.filter(({ architecture }) => architectures.has(architecture)),
        width,
      ),
    ],
  });
};
