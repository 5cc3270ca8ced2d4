/** One panel of scores against times: all models of a task, and the front of those that no other beats. */
import { given, words } from '../vocabulary/channels.ts';
import { methodStyle, type MethodStyle } from '../vocabulary/method-styles.ts';
import { sixDigits } from '../vocabulary/numbers.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { View } from '../vocabulary/view.ts';
import { FLAG_GAP } from './flag-labels.ts';
import type { ParetoData } from './pareto-data.ts';
import { paretoAxes } from './pareto-axes.ts';
import { frameOf } from './pareto-frame.ts';
import { paretoFront } from './pareto-front.ts';

const FRONT_COLOR = '#333333';
/** Of the best score there can be, like the frame: what is beyond has room for names only. */
const END_COLOR = '#888888';

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
  const { x, y, least, most } = paretoAxes(metric, frame, timeTitle);
  const color = given('color');
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
          shape: given('shape'),
        },
      },
      {
        mark: { type: 'text', fontSize: 8, fontWeight: 'bold', baseline: 'middle' },
        encoding: { x, y, color: { ...color, field: 'ink' }, text: words('letter') },
      },
      ...[{ stroke: 'white', strokeWidth: 3 }, { strokeWidth: 0 }].map((halo) => ({
        data: { values: flags },
        mark: {
          ...{ type: 'text' as const, fontSize: 10, align: 'right' as const, baseline: 'middle' as const },
          ...{ dx: -FLAG_GAP, color: FRONT_COLOR, ...halo },
        },
        encoding: {
          ...{ x, y: { ...y, field: 'flag' } },
          text: words('label'),
        },
      })),
      panelTitleLines(title, width),
    ],
  };
}
