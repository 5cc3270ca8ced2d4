/** Figure: score against the time of a step, with the models that no other beats. */
import { stepTimes, type Observation } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import { orderLabels } from '../order.ts';
import { type StepKind, summariseTimes, type TimedPlace } from '../summary/summarise-times.ts';
import { missingText, seedCountText, SPARSITY_MEANING } from '../text/caption.ts';
import { percentText } from '../text/score-text.ts';
import { lowerFirst } from '../text/measure-text.ts';
import { count, machineText, stepText } from '../text/time-text.ts';
import { absentTimes } from './vocabulary/absent-times.ts';
import { figurePage } from './vocabulary/figure-page.ts';
import { stylesWithReference } from './vocabulary/method-styles.ts';
import { sixDigits } from './panels/panel-data.ts';
import { type ParetoData, paretoPanel, type ParetoPoint } from './panels/pareto-panel.ts';
import { paretoLegend } from './panels/pareto-legend.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PER_MS = { stream: 1000, train: 1 } as const;

/**
 * A panel per task with all architectures and methods in it. Times are those of streaming steps; where no place has
 * one, of training steps. Throws AnalysisError as `summariseTimes` does, or if no place has both a time and a score.
 */
export function scoreVersusTime(
  observations: readonly Observation[],
  context: AnalysisContext,
): TopLevelSpec {
  const { record, places } = summariseTimes(observations, context, 'figure score-versus-time');
  const kind: StepKind = places.some(({ stream }) => stream !== null) ? 'stream' : 'train';
  const { reference } = context;
  const methods = orderLabels(
    context.methods,
    places.map(({ place }) => place.method),
  ).filter((method) => method !== reference);
  const drawingOrder = [reference, ...[...methods].reverse()]; // the first method on top
  const letters = orderLabels(
    context.architectures,
    places.map(({ place }) => place.architecture),
  ).map((architecture, i) => ({ architecture, letter: LETTERS.charAt(i) }));
  const tasks = orderLabels(
    context.tasks,
    places.map(({ place }) => place.task),
  );
  const panels = tasks.flatMap((task): ParetoData[] => {
    const inTask = places.filter(({ place }) => place.task === task);
    const metric = inTask[0]?.place.metric ?? null;
    const points = letters.flatMap(({ architecture, letter }) =>
      drawingOrder.flatMap((method) =>
        inTask
          .filter(({ place }) => place.architecture === architecture && place.method === method)
          .flatMap((timed) => pointOf(timed, kind, letter)),
      ),
    );
    return metric === null || points.length === 0 ? [] : [{ title: [task], metric, points }];
  });
  if (panels.length === 0) {
    throw new AnalysisError(
      `figure score-versus-time: no place of ${context.experiment} has both a time and a completed run; measure the places that were run, with \`dsrnn time ${context.experiment} --profile ${context.profile}\``,
    );
  }
  const drawn = new Set(panels.flatMap(({ points }) => points.map(({ method }) => method)));
  const styles = stylesWithReference([reference, ...methods], reference);
  const summaries = places.map(({ place }) => place);
  const missing = missingText(summaries);
  return figurePage({
    title: 'Score against time',
    subtitle: [
      [
        context.experiment,
        ...(letters.length === 1 ? [letters[0]!.architecture] : []),
        `profile ${context.profile}`,
        seedCountText(summaries),
        ...(missing === null ? [] : [missing]),
      ].join(', '),
      `score: mean over seeds with ${percentText(context.confidence)} interval; time: median of ${count(record.rounds, 'round')}; up and left is better`,
      `measured on ${machineText(record)}`,
      kind === 'stream' ? stepText('stream') : `${stepText('train')}, of ${String(record.batchSize)}`,
      'the front goes by the points, whatever their intervals; faint lines join the sparsities of a method on an architecture',
      divergedText(places),
      ...absentTimes(places, kind),
      SPARSITY_MEANING[context.sparsityOf],
    ],
    groups: panels.map((panel) => [panel]),
    needs: { columns: 1, widest: 720, tallest: 0.56 },
    draw: (data, { size }) => paretoPanel(data, styles, timeTitle(kind), size),
    legends: (width) => [
      paretoLegend(
        styles.filter(({ method }) => drawn.has(method)),
        letters.filter(({ architecture }) =>
          panels.some(({ points }) => points.some((point) => point.architecture === architecture)),
        ),
        width,
      ),
    ],
  });
}

function pointOf({ place, ...times }: TimedPlace, kind: StepKind, letter: string): ParetoPoint[] {
  const { architecture, method, sparsity, score, metric } = place;
  const time = times[kind];
  if (time === null || score === null) return [];
  const inUnit = (value: number): number => sixDigits(metric === 'accuracy' ? value * 100 : value);
  return [
    {
      ...{ architecture, letter, method, sparsity },
      time: sixDigits(time.ms.median * PER_MS[kind]),
      ...{ score: inUnit(score.point), low: inUnit(score.low), high: inUnit(score.high) },
      label: `${architecture}, ${method}${sparsity > 0 ? ` ${percentText(sparsity)}` : ''}`,
    },
  ];
}

function timeTitle(kind: StepKind): string {
  const { title, sign } = stepTimes[kind];
  return `time of a ${lowerFirst(title)} (${String(sign)}, log scale)`;
}

function divergedText(places: readonly TimedPlace[]): string {
  const methods = [
    ...new Set(places.filter(({ place }) => place.diverged > 0).map(({ place }) => place.method)),
  ];
  if (methods.length === 0) return 'diverged runs: none';
  const counts = methods.map((method) => {
    const own = places.filter(({ place }) => place.method === method).map(({ place }) => place);
    const sum = (read: (place: TimedPlace['place']) => number): number =>
      own.reduce((total, place) => total + read(place), 0);
    return `${method} ${String(sum(({ diverged }) => diverged))} of ${String(sum((p) => p.diverged + p.completed))}`;
  });
  return `diverged runs, which have no score: ${counts.join(', ')}`;
}
