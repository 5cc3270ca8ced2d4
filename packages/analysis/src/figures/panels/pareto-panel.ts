/** One panel of scores against times: all models of a task, and the front of those that no other beats. */
import { exp, ln } from '@dsrnn/portable';
import { higherIsBetter, type Metric } from '@dsrnn/records';
import { rangeOf } from '../../statistics/scale.ts';
import { FLAG_GAP, flagHeights, flagWidth } from './flag-labels.ts';
import { linearTicks } from '../vocabulary/linear-ticks.ts';
import { logTicks } from '../vocabulary/log-ticks.ts';
import { methodStyle, type MethodStyle } from '../vocabulary/method-styles.ts';
import { sixDigits } from './panel-data.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import { paretoFront } from './pareto-front.ts';
import type { View } from './score-panels.ts';
import { axisName } from '../vocabulary/score-titles.ts';

const EDGE = 14;
const FRONT_COLOR = '#333333';
/** Of the best score there can be, like the frame: what is beyond has room for names only. */
const END_COLOR = '#888888';
/** About so many on the axis of scores. */
const TICKS = 6;

/** A model. Times are in the unit of the axis, scores of accuracy in percent. */
export interface ParetoPoint {
  readonly architecture: string;
  readonly letter: string;
  readonly method: string;
  readonly sparsity: number;
  readonly time: number;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  /** Name on the front. */
  readonly label: string;
}

/** What a panel shows; there is at least one point. */
export interface ParetoData {
  readonly title: readonly string[];
  readonly metric: Metric;
  readonly points: readonly ParetoPoint[];
}

/**
 * The panel. Up is better: the axis of an error is turned. It has ticks only where there can be scores, and a rule at the
 * end of these: above the best one stand names. Colour and shape tell methods, the letter in a mark its
 * architecture. Faint lines join the sparsities of a method on an architecture.
 */
export function paretoPanel(
  { title, metric, points }: ParetoData,
  styles: readonly MethodStyle[],
  timeTitle: string,
  [width, height]: readonly [number, number],
): View {
  const sign = metric === 'mse' ? -1 : 1;
  const front = paretoFront(points.map((point) => ({ ...point, height: sign * point.score })));
  const frame = frameOf(points, front, sign, [width, height]);
  const x = {
    field: 'time',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [...frame.time], nice: false },
    axis: {
      ...{ title: timeTitle, values: logTicks(...frame.time), format: '.3~r' },
      ...{ labelOverlap: false, grid: false },
    },
  };
  const [least, most] = rangeOf(metric).map((end) => (metric === 'accuracy' ? 100 * end : end)) as [
    number,
    number,
  ];
  const y = {
    field: 'score',
    type: 'quantitative' as const,
    scale: { domain: [...frame.score], zero: false, nice: false, reverse: metric === 'mse' },
    axis: {
      title: yTitle(metric),
      values: linearTicks(...frame.score, TICKS).filter((tick) => tick >= least && tick <= most),
    },
  };
  const color = { field: 'color', type: 'nominal', scale: null } as const;
  const marks = points.map((point) => {
    const { color, ink, shape } =
      styles.find(({ method }) => method === point.method) ?? methodStyle(point.method);
    return { ...point, color, ink, shape };
  });
  const [worst, best] = sign > 0 ? frame.score : [frame.score[1], frame.score[0]];
  const steps = [
    { time: front[0]!.time, score: worst },
    ...front.map(({ time, score }) => ({ time, score })),
    { time: frame.time[1], score: front.at(-1)!.score },
  ];
  const flags = front.map(({ time, score, label }, i) => ({
    ...{ time, score, label },
    flag: sixDigits(worst + ((best - worst) * frame.flags[i]!) / height),
  }));
  return {
    width,
    height,
    data: { values: marks },
    layer: [
      ...[least, most]
        .filter((end) => end > frame.score[0] && end < frame.score[1])
        .map((end) => ({
          data: { values: [{ score: end }] },
          mark: { type: 'rule' as const, strokeWidth: 1, color: END_COLOR },
          encoding: { y },
        })),
      {
        data: { values: steps },
        mark: { type: 'line', interpolate: 'step-after', color: FRONT_COLOR, strokeWidth: 1.2 },
        encoding: { x, y, order: { field: 'time' } },
      },
      {
        mark: { type: 'line', strokeWidth: 1, opacity: 0.35 },
        encoding: {
          ...{ x, y, color },
          detail: [
            { field: 'architecture', type: 'nominal' },
            { field: 'method', type: 'nominal' },
          ],
          order: { field: 'sparsity' },
        },
      },
      {
        mark: { type: 'rule', strokeWidth: 1, opacity: 0.6 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      {
        data: { values: flags },
        mark: { type: 'rule', strokeWidth: 0.7, color: FRONT_COLOR },
        encoding: { x, y, y2: { field: 'flag' } },
      },
      {
        mark: { type: 'point', size: 150, opacity: 1, strokeWidth: 1 },
        encoding: {
          ...{ x, y, stroke: color },
          fill: color,
          shape: { field: 'shape', type: 'nominal', scale: null },
        },
      },
      {
        mark: { type: 'text', fontSize: 8, fontWeight: 'bold', baseline: 'middle' },
        encoding: { x, y, color: { ...color, field: 'ink' }, text: { field: 'letter', type: 'nominal' } },
      },
      ...[{ stroke: 'white', strokeWidth: 3 }, { strokeWidth: 0 }].map((halo) => ({
        data: { values: flags },
        mark: {
          ...{ type: 'text' as const, fontSize: 10, align: 'right' as const, baseline: 'middle' as const },
          ...{ dx: -FLAG_GAP, color: FRONT_COLOR, ...halo },
        },
        encoding: {
          ...{ x, y: { ...y, field: 'flag' } },
          text: { field: 'label', type: 'nominal' as const },
        },
      })),
      panelTitleLines(title, width),
    ],
  };
}

function yTitle(metric: Metric): string {
  return `test ${axisName(metric)}${higherIsBetter(metric) ? '' : ' (up is less, and better)'}`;
}

interface Frame {
  readonly time: readonly [number, number];
  /** Least and largest score. */
  readonly score: readonly [number, number];
  /** Heights of the names of the front above the foot of the panel, in pixels. */
  readonly flags: readonly number[];
}

type FrontPoint = ParetoPoint & { readonly height: number };

/** Domains with room for the names of the front: at the left for the widest, at the top for the highest. */
function frameOf(
  points: readonly ParetoPoint[],
  front: readonly FrontPoint[],
  sign: 1 | -1,
  [width, height]: readonly [number, number],
): Frame {
  const times = points.map(({ time }) => ln(time));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const span = last - first || 1;
  const left = EDGE + Math.max(...front.map(({ label }) => flagWidth(label)));
  const perLog = (width - left - EDGE) / span;
  const bounds = points.flatMap(({ low, high }) => [sign * low, sign * high]);
  const [foot, top] = [Math.min(...bounds), Math.max(...bounds)];
  const extent = top > foot ? top - foot : Math.abs(top) || 1;
  for (let room = EDGE; ; room += EDGE) {
    const perScore = Math.max(1, height - EDGE - room) / extent;
    const flags = flagHeights(
      front.map(({ time, height, label }) => ({
        x: left + (ln(time) - first) * perLog,
        y: EDGE + (height - foot) * perScore,
        text: label,
      })),
    );
    if (Math.max(...flags) + EDGE / 2 > height && room < height / 2) continue;
    const ends = [sign * (foot - EDGE / perScore), sign * (top + room / perScore)].map(sixDigits);
    return {
      time: [sixDigits(exp(first - left / perLog)), sixDigits(exp(last + EDGE / perLog))],
      score: [Math.min(...ends), Math.max(...ends)],
      flags,
    };
  }
}
