/** One panel of times relative to the reference, and the entry of the legend that only such panels need. */
import type { MeasuredTime } from '@dsrnn/records';
import type { MethodStyle } from './method-styles.ts';
import { REFERENCE_COLOR } from './method-styles.ts';
import { panelTitle } from './panel-grid.ts';
import type { HorizontalAxis, View } from './score-panels.ts';

/** Size of a panel without its axes, in pixels. */
export const TIME_WIDTH = 250;
export const TIME_HEIGHT = 210;

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
  readonly title: string;
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
  titled: boolean,
): View {
  const x = {
    field: 'x',
    type: 'quantitative' as const,
    scale: {
      ...{ type: 'log' as const, domain: [...horizontal.domain], reverse: horizontal.reverse },
      ...{ nice: false, padding: X_PADDING },
    },
    axis: {
      ...{ title: horizontal.title, values: [...horizontal.ticks], labelExpr: horizontal.labelExpr },
      ...{ labelOverlap: false, grid: false },
    },
  };
  const y = {
    field: 'time',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [...vertical.domain], nice: false },
    axis: {
      ...{ title: titled ? vertical.title : null, values: [...vertical.ticks], format: '.3~r' },
      labelOverlap: false,
    },
  };
  const domain = styles.map(({ method }) => method);
  const byMethod = { field: 'method', type: 'nominal', legend: null } as const;
  const color = { ...byMethod, scale: { domain, range: styles.map((style) => style.color) } } as const;
  const shape = { ...byMethod, scale: { domain, range: styles.map((style) => style.shape) } } as const;
  const strokeDash = {
    ...byMethod,
    scale: { domain, range: styles.map(({ dash }) => [...dash]) },
  } as const;
  const strokeWidth = {
    ...byMethod,
    type: 'ordinal',
    scale: { domain, range: styles.map(({ width }) => width) },
  } as const;
  return {
    width: TIME_WIDTH,
    height: TIME_HEIGHT,
    data: { values: [...points] },
    layer: [
      ...(reference === null
        ? []
        : [
            {
              data: { values: [reference] },
              mark: { type: 'rect' as const, color: REFERENCE_COLOR, opacity: 0.14 },
              encoding: { y: { ...y, field: 'least' }, y2: { field: 'most' } },
            },
          ]),
      {
        data: { values: [{ time: 1 }] },
        mark: { type: 'rule', color: REFERENCE_COLOR, strokeWidth: 1.2 },
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
      ...(points.length > 0 ? [] : [remark('no times')]),
      panelTitle(title, TIME_WIDTH),
    ],
  };
}

function remark(text: string) {
  return {
    data: { values: [{ text }] },
    mark: { type: 'text', fontSize: 11, color: '#444444' },
    encoding: {
      x: { value: TIME_WIDTH / 2 },
      y: { value: TIME_HEIGHT / 4 },
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
