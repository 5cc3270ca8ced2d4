/**
 * One panel of scores: a line per method with error bars, the reference as a rule on its band, floors as dotted
 * rules, and hollow marks at the foot where runs diverged.
 *
 * Panels are written out (not facetted) so that each has its own padded domain and its own inlined data.
 */
import type { TopLevelSpec } from 'vega-lite';
import { fittingTitle } from '../vocabulary/axis-title.ts';
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { floorLayers, type FloorLetters } from '../vocabulary/floor-marks.ts';
import { methodEncoding } from '../vocabulary/method-encoding.ts';
import { methodStyle, type MethodStyle } from '../vocabulary/method-styles.ts';
import type { DivergedNote, PanelData } from './panel-data.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import { scoreTitle } from '../vocabulary/score-titles.ts';

/** A view inside a concatenation. */
export type View = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];
type Layer = Extract<View, { layer: unknown }>['layer'][number];
type Encoding = NonNullable<Extract<Layer, { mark: unknown }>['encoding']>;

/** The horizontal axis of all panels, on a log scale. */
export interface HorizontalAxis {
  /** From long to short: a panel takes the first that it has room for. */
  readonly titles: readonly [string, ...string[]];
  readonly domain: readonly [number, number];
  readonly reverse: boolean;
  readonly ticks: readonly number[];
  /** Vega expression of the label of the tick at `datum.value`. */
  readonly labelExpr: string;
}

/** Room at both ends of the horizontal axis, in pixels: for shifted points and for remarks. */
const X_PADDING = 18;

/** The view of one panel. */
export function scorePanel(
  data: PanelData,
  styles: readonly MethodStyle[],
  axis: HorizontalAxis,
  letters: FloorLetters,
  place: PanelPlace,
): View {
  const scales = panelScales(data, styles, axis, place);
  const [width, height] = place.size;
  return {
    width,
    height,
    data: { values: [...data.points] },
    layer: [
      ...floorLayers(data.floors, letters, scales.y, data.domain, place.size),
      ...referenceLayers(data, scales),
      ...methodLayers(scales),
      ...divergedLayers(data.diverged, axis, scales),
      panelTitleLines(data.title, width, place.titleSize),
    ],
  };
}

type Scales = Required<Pick<Encoding, 'x' | 'y' | 'color' | 'shape' | 'strokeDash' | 'strokeWidth'>>;

function panelScales(
  data: PanelData,
  styles: readonly MethodStyle[],
  axis: HorizontalAxis,
  { size: [width, height], first, lowest }: PanelPlace,
): Scales {
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
        title: lowest ? fittingTitle(axis.titles, width) : null,
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
      axis: { title: first ? scoreTitle(data.metric, 'test', height) : null, tickCount: 5 },
    },
    ...methodEncoding(styles),
  };
}

function referenceLayers({ reference }: PanelData, { y }: Scales): Layer[] {
  if (reference === null) return [];
  const data = { values: [reference] };
  const { color } = methodStyle(reference.method);
  return [
    {
      data,
      mark: { type: 'rect', color, opacity: 0.14 },
      encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    { data, mark: { type: 'rule', color, strokeWidth: 1.2 }, encoding: { y } },
  ];
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
