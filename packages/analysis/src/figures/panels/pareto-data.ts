/** The numbers of a figure of scores against times. */
import { stepTimes, type Metric } from '@dsrnn/records';
import type { AnalysisContext } from '../../context.ts';
import { AnalysisError } from '../../errors.ts';
import { labelsOf } from '../../summary/labels-of.ts';
import type { StepKind, TimedPlace } from '../../summary/summarise-times.ts';
import { total } from '../../text/caption.ts';
import { lowerFirst } from '../../text/measure-text.ts';
import { percentText } from '../../text/score-text.ts';
import { markedScore, type MarkedScore } from '../vocabulary/estimates.ts';
import { stylesWithReference } from '../vocabulary/method-styles.ts';
import { sixDigits } from '../vocabulary/numbers.ts';

/** A model. Times are in the unit of the axis, scores of accuracy in percent. */
export interface ParetoPoint extends MarkedScore {
  readonly architecture: string;
  readonly letter: string;
  readonly method: string;
  readonly sparsity: number;
  readonly time: number;
  /** Name on the front. */
  readonly label: string;
}

/** What a panel shows; there is at least one point. */
export interface ParetoData {
  readonly title: readonly string[];
  readonly metric: Metric;
  readonly points: readonly ParetoPoint[];
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PER_MS = { stream: 1000, train: 1 } as const;

/** The step whose times are drawn, the title of their axis and its unit. */
export interface TimedStep {
  readonly kind: StepKind;
  readonly title: string;
  readonly perMs: number;
}

/** Streaming, where any place streams. */
export function timedStep(places: readonly TimedPlace[]): TimedStep {
  const kind = places.some(({ stream }) => stream !== null) ? 'stream' : 'train';
  const { title, sign } = stepTimes[kind];
  return { kind, title: `time of a ${lowerFirst(title)} (${String(sign)}, log scale)`, perMs: PER_MS[kind] };
}

/** A panel for each task; the looks of methods, the reference first; a letter for each architecture. Throws AnalysisError without a point. */
export function paretoData(
  places: readonly TimedPlace[],
  step: TimedStep,
  context: AnalysisContext,
  what: string,
) {
  const { reference, experiment, profile } = context;
  const summaries = places.map(({ place }) => place);
  const methods = labelsOf('method', summaries, context).filter((method) => method !== reference);
  const drawingOrder = [reference, ...[...methods].reverse()]; // the first method on top
  const letters = labelsOf('architecture', summaries, context).map((architecture, i) => ({
    architecture,
    letter: LETTERS.charAt(i),
  }));
  const panels = labelsOf('task', summaries, context).flatMap((task): ParetoData[] => {
    const inTask = places.filter(({ place }) => place.task === task);
    const metric = inTask[0]?.place.metric ?? null;
    if (metric === null) return [];
    const points = letters.flatMap(({ architecture, letter }) =>
      drawingOrder.flatMap((method) =>
        inTask
          .filter(({ place }) => place.architecture === architecture && place.method === method)
          .flatMap((timed) => pointOf(timed, step, letter, metric)),
      ),
    );
    return points.length === 0 ? [] : [{ title: [task], metric, points }];
  });
  if (panels.length === 0) {
    throw new AnalysisError(
      `${what}: no place of ${experiment} has both a time and a completed run; measure the places that were run, with \`dsrnn time ${experiment} --profile ${profile}\``,
    );
  }
  return { panels, letters, styles: stylesWithReference([reference, ...methods], reference) };
}

function pointOf(
  { place, ...times }: TimedPlace,
  { kind, perMs }: TimedStep,
  letter: string,
  metric: Metric,
): ParetoPoint[] {
  const { architecture, method, sparsity, score } = place;
  const time = times[kind];
  if (time === null || score === null) return [];
  return [
    {
      ...{ architecture, letter, method, sparsity },
      time: sixDigits(time.ms.median * perMs),
      ...markedScore(score, metric),
      label: `${architecture}, ${method}${sparsity > 0 ? ` ${percentText(sparsity)}` : ''}`,
    },
  ];
}

/** How many runs of each method diverged. */
export function divergedText(places: readonly TimedPlace[]): string {
  const summaries = places.map(({ place }) => place);
  const methods = new Set(summaries.filter(({ diverged }) => diverged > 0).map(({ method }) => method));
  if (methods.size === 0) return 'diverged runs: none';
  const counts = [...methods].map((method) => {
    const own = summaries.filter((place) => place.method === method);
    const diverged = total(own, 'diverged');
    return `${method} ${diverged} of ${diverged + total(own, 'completed')}`;
  });
  return `diverged runs, which have no score: ${counts.join(', ')}`;
}
