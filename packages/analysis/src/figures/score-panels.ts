/**
 * One panel of scores: a line per method with error bars, the reference as a rule on its band, floors as dotted
 * rules, and hollow marks at the foot where runs diverged.
 *
 * Panels are written out (not facetted) so that each has its own padded domain and its own inlined data.
 */
import { higherIsBetter } from '@dsrnn/records';
import type { TopLevelSpec } from 'vega-lite';
import { metricUnit } from '../text/score-text.ts';
import type { MethodStyle } from './method-styles.ts';
import { REFERENCE_COLOR } from './method-styles.ts';
import type { DivergedNote, PanelData } from './panel-data.ts';

/** A view inside a concatenation. */
export type View = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];
type Layer = Extract<View, { layer: unknown }>['layer'][number];
type Encoding = NonNullable<Extract<Layer, { mark: unknown }>['encoding']>;

/** The horizontal axis of all panels, on a log scale. */
export interface HorizontalAxis {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly reverse: boolean;
  readonly ticks: readonly number[];
  /** Vega expression of the label of the tick at `datum.value`. */
  readonly labelExpr: string;
}

/** Which axis titles are drawn: inner panels of a grid leave them out. */
export interface Titled {
  readonly x: boolean;
  readonly y: boolean;
}

/** Size of a panel without its axes, in pixels. */
export const PANEL_WIDTH = 300;
export const PANEL_HEIGHT = 250;

/** Room at both ends of the horizontal axis, in pixels: for shifted points and for remarks. */
const X_PADDING = 20;

/** The view of one panel. */
export function scorePanel(
  data: PanelData,
  styles: readonly MethodStyle[],
  axis: HorizontalAxis,
  titled: Titled,
): View {
  const scales = panelScales(data, styles, axis, titled);
  return {
    width: PANEL_WIDTH,
    height: PANEL_HEIGHT,
    data: { values: [...data.points] },
    layer: [
      ...floorLayers(data, scales),
      ...referenceLayers(data, scales),
      ...methodLayers(scales),
      ...divergedLayers(data.diverged, axis, scales),
      titleLayer(data.title),
    ],
  };
}

type Scales = Required<Pick<Encoding, 'x' | 'y' | 'color' | 'shape' | 'strokeDash' | 'strokeWidth'>>;

function panelScales(
  data: PanelData,
  styles: readonly MethodStyle[],
  axis: HorizontalAxis,
  titled: Titled,
): Scales {
  const domain = styles.map(({ method }) => method);
  const byMethod = { field: 'method', type: 'nominal', legend: null } as const;
  return {
    x: {
      field: 'x',
      type: 'quantitative',
      scale: {
        type: 'log',
        domain: [...axis.domain],
        reverse: axis.reverse,
        nice: false,
        padding: X_PADDING,
      },
      axis: {
        title: titled.x ? axis.title : null,
        values: [...axis.ticks],
        labelExpr: axis.labelExpr,
        labelOverlap: false,
        grid: false,
      },
    },
    y: {
      field: 'score',
      type: 'quantitative',
      scale: { domain: [...data.domain], zero: false, nice: false },
      axis: { title: titled.y ? yTitle(data) : null, tickCount: 6 },
    },
    color: { ...byMethod, scale: { domain, range: styles.map(({ color }) => color) } },
    shape: { ...byMethod, scale: { domain, range: styles.map(({ shape }) => shape) } },
    strokeDash: { ...byMethod, scale: { domain, range: styles.map(({ dash }) => [...dash]) } },
    strokeWidth: { ...byMethod, type: 'ordinal', scale: { domain, range: styles.map(({ width }) => width) } },
  };
}

function yTitle({ metric }: PanelData): string {
  if (metric === 'accuracy') return 'test accuracy (%)';
  return `test ${metricUnit(metric)}${higherIsBetter(metric) ? '' : ' (lower is better)'}`;
}

/** The title is a mark, so that it stands at the same height above every panel whatever its axis labels. */
function titleLayer(text: string): Layer {
  return {
    data: { values: [{ text }] },
    mark: { type: 'text', fontSize: 12, fontWeight: 'bold', baseline: 'bottom' },
    encoding: {
      x: { value: PANEL_WIDTH / 2 },
      y: { value: -7 },
      text: { field: 'text', type: 'nominal' },
    },
  };
}

function referenceLayers({ reference }: PanelData, { y }: Scales): Layer[] {
  if (reference === null) return [];
  const data = { values: [reference] };
  return [
    {
      data,
      mark: { type: 'rect', color: REFERENCE_COLOR, opacity: 0.14 },
      encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    { data, mark: { type: 'rule', color: REFERENCE_COLOR, strokeWidth: 1.2 }, encoding: { y } },
  ];
}

/** Floors are named beside the panel, one word a line: inside, lines and marks would cross the names. */
function floorLayers({ floors }: PanelData, { y }: Scales): Layer[] {
  return floors.flatMap(({ label, score }): Layer[] => {
    const words = label.split(' ');
    const data = { values: [{ label: words.join('\n'), score }] };
    return [
      { data, mark: { type: 'rule', color: '#666666', strokeWidth: 1, strokeDash: [1, 2] }, encoding: { y } },
      {
        data,
        mark: {
          ...{ type: 'text', align: 'left', baseline: 'middle', fontSize: 9, color: '#444444' },
          ...{ lineBreak: '\n', lineHeight: 10, dx: 4, dy: -5 * (words.length - 1) },
        },
        encoding: { x: { value: PANEL_WIDTH }, y, text: { field: 'label', type: 'nominal' } },
      },
    ];
  });
}

function methodLayers({ x, y, color, shape, strokeDash, strokeWidth }: Scales): Layer[] {
  return [
    { mark: 'line', encoding: { x, y, color, strokeDash, strokeWidth } },
    {
      mark: { type: 'rule', strokeWidth: 1.2 },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      mark: { type: 'point', filled: true, size: 44, opacity: 1, stroke: 'white', strokeWidth: 0.6 },
      encoding: { x, y, color, shape },
    },
  ];
}

/** A hollow mark of the method with `2 of 5 div.` beside it, on the side that has room. */
function divergedLayers(
  notes: readonly DivergedNote[],
  { domain: [low, high], reverse }: HorizontalAxis,
  { x, y, color, shape }: Scales,
): Layer[] {
  if (notes.length === 0) return [];
  const onRight = (note: DivergedNote): boolean => note.x * note.x > low * high !== reverse; // log scale
  const at = { x, y: { ...y, field: 'at' } };
  const labels = (values: readonly DivergedNote[], align: 'left' | 'right', dx: number): Layer[] =>
    values.length === 0
      ? []
      : [
          {
            data: { values: [...values] },
            mark: { type: 'text', fontSize: 9, baseline: 'middle', align, dx, color: '#333333' },
            encoding: { ...at, text: { field: 'text', type: 'nominal' } },
          },
        ];
  return [
    {
      data: { values: [...notes] },
      mark: { type: 'point', filled: false, size: 40, strokeWidth: 1.3, opacity: 1 },
      encoding: { ...at, color, shape },
    },
    ...labels(notes.filter(onRight), 'right', -8),
    ...labels(
      notes.filter((note) => !onRight(note)),
      'left',
      8,
    ),
  ];
}
