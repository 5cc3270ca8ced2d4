/** One panel of times relative to the reference, and the entry of the legend that only such panels need. */
import type { MeasuredTime } from '@dsrnn/records';
import { fittingTitle } from '../vocabulary/axis-title.ts';
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { methodEncoding } from '../vocabulary/method-encoding.ts';
import { methodStyle, type MethodStyle } from '../vocabulary/method-styles.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { HorizontalAxis, View } from './score-panels.ts';

const X_PADDING = 16;
const PROMISE = { color: '#666666', strokeDash: [4, 3], strokeWidth: 1.2 };

/** A method at a sparsity. Times are shares of the median of the reference. */
export interface TimePoint {
  readonly method: string;
  readonly sparsity: number;
  readonly x: number;
  readonly time: number;
  readonly least: number;
  readonly most: number;
}

/** What a panel shows. */
export interface TimePanelData {
  readonly title: readonly string[];
  /** Sorted by method, the first last, so that it is drawn on top, then by sparsity. */
  readonly points: readonly TimePoint[];
  readonly reference: MeasuredTime | null;
  /** Total MACs as shares of the dense core, by position. */
  readonly promise: readonly { readonly x: number; readonly promised: number }[];
}

/** The vertical axis of all panels. */
export interface TimeAxis {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** The panel: a rule at 1 on the band of the reference, the promise, and a line a method with bars. */
export function timePanel(
  { title, points, reference, promise }: TimePanelData,
  styles: readonly MethodStyle[],
  horizontal: HorizontalAxis,
  vertical: TimeAxis,
  { size: [width, height], titleSize, first }: PanelPlace,
  referenceMethod: string,
): View {
  const { color: referenceColor } = methodStyle(referenceMethod);
  const x = {
    field: 'x',
    type: 'quantitative' as const,
    scale: {
      ...{ type: 'log' as const, domain: [...horizontal.domain], reverse: horizontal.reverse },
      ...{ nice: false, padding: X_PADDING },
    },
    axis: {
      ...{
        title: fittingTitle(horizontal.titles, width),
        values: [...horizontal.ticks],
        labelExpr: horizontal.labelExpr,
      },
      ...{ labelOverlap: false, grid: false },
    },
  };
  const y = {
    field: 'time',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [...vertical.domain], nice: false },
    axis: {
      ...{
        title: first ? fittingTitle([vertical.title, 'time / ' + referenceMethod], height) : null,
        values: [...vertical.ticks],
        format: '.3~r',
      },
      labelOverlap: 'greedy' as const,
    },
  };
  const { color, shape, strokeDash, strokeWidth } = methodEncoding(styles);
  return {
    width,
    height,
    data: { values: [...points] },
    layer: [
      ...(reference === null
        ? []
        : [
            {
              data: { values: [reference] },
              mark: { type: 'rect' as const, color: referenceColor, opacity: 0.14 },
              encoding: { y: { ...y, field: 'least' }, y2: { field: 'most' } },
            },
          ]),
      {
        data: { values: [{ time: 1 }] },
        mark: { type: 'rule', color: referenceColor, strokeWidth: 1.2 },
        encoding: { y },
      },
      ...(promise.length === 0
        ? []
        : [
            {
              data: { values: [...promise] },
              mark: { type: 'line' as const, ...PROMISE },
              encoding: { x, y: { ...y, field: 'promised' } },
            },
            {
              // Where there is one sparsity only, this is all that shows.
              data: { values: [...promise] },
              mark: { type: 'point' as const, shape: 'stroke', size: 60, opacity: 1, color: PROMISE.color },
              encoding: { x, y: { ...y, field: 'promised' } },
            },
          ]),
      { mark: 'line', encoding: { x, y, color, strokeDash, strokeWidth } },
      {
        mark: { type: 'rule', strokeWidth: 1.2 },
        encoding: { x, y: { ...y, field: 'least' }, y2: { field: 'most' }, color },
      },
      {
        mark: { type: 'point', filled: true, size: 44, opacity: 1, stroke: 'white', strokeWidth: 0.6 },
        encoding: { x, y, color, shape },
      },
      ...(points.length > 0 ? [] : [remark('no times', [width, height])]),
      panelTitleLines(title, width, titleSize),
    ],
  };
}

function remark(text: string, [width, height]: readonly [number, number]) {
  return {
    data: { values: [{ text }] },
    mark: { type: 'text', fontSize: 11, color: '#444444' },
    encoding: {
      x: { value: width / 2 },
      y: { value: height / 4 },
      text: { field: 'text', type: 'nominal' },
    },
  } as const;
}

/** The dashed line and what it says. */
export function promiseLegend(text: string): View {
  const pixels = (field: string) => ({ field, type: 'quantitative', scale: null }) as const;
  return {
    width: 480,
    height: 20,
    view: { stroke: null },
    layer: [
      {
        data: { values: [{ x: 0, x2: 40, y: 10 }] },
        mark: { type: 'rule', ...PROMISE },
        encoding: { x: pixels('x'), x2: { field: 'x2' }, y: pixels('y') },
      },
      {
        data: { values: [{ text, x: 47, y: 10 }] },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 11 },
        encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}
