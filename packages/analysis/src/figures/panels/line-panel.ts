/** One panel of scores against a number of parts or steps: a line a method, with error bars or a band, and levels. */
import type { Metric } from '@dsrnn/records';
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { logTicks } from '../vocabulary/log-ticks.ts';
import { methodEncoding } from '../vocabulary/method-encoding.ts';
import type { MethodStyle } from '../vocabulary/method-styles.ts';
import { sixDigits } from './panel-data.ts';
import { panelTitleLines, type Layer } from '../vocabulary/panel-title-lines.ts';
import { scoreTitle } from '../vocabulary/score-titles.ts';
import type { View } from './score-panels.ts';

/** A point in the unit of the axis: accuracy in percent. */
export interface LinePoint {
  readonly method: string;
  readonly x: number;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** A dotted rule over the whole width. */
export interface LineLevel {
  readonly method: string;
  readonly score: number;
}

/** The numbers of a panel. */
export interface LinePanelData {
  readonly title: readonly string[];
  readonly metric: Metric;
  readonly points: readonly LinePoint[];
  readonly levels: readonly LineLevel[];
}

/** What panels of one figure share. */
export interface LinePanelLook {
  readonly styles: readonly MethodStyle[];
  readonly xTitle: string;
  /** A d3 format of whole numbers. */
  readonly xFormat: 'd' | ',d';
  /** The data behind the scores: for the title of their axis. */
  readonly scoredOn: 'test' | 'validation';
  /** Whether x has base 2 logarithms. */
  readonly doubling: boolean;
  readonly interval: 'bars' | 'band';
}

/** Ends and ticks of the axes. */
export interface LineDomains {
  readonly x: readonly [number, number];
  readonly ticks: readonly number[];
  /** The x at which lines have marks; all of them if absent. */
  readonly marked?: readonly number[];
  readonly y: readonly [number, number];
  /** Whether the panels of a group have one vertical axis: then only the first has labels. */
  readonly shared?: boolean;
}

const PADDING = 0.06;

/** A score in the unit of the axis, six digits. */
export function inUnit(value: number, metric: Metric): number {
  return sixDigits(metric === 'accuracy' ? value * 100 : value);
}

/** A vertical domain that holds all points, intervals and levels of these panels, which share their metric. */
export function verticalDomain(panels: readonly LinePanelData[]): [number, number] {
  const values = panels.flatMap(({ points, levels }) => [
    ...points.flatMap(({ low, high }) => [low, high]),
    ...levels.map(({ score }) => score),
  ]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (panels.some(isLogarithmic)) return [sixDigits(low / 1.15), sixDigits(high * 1.15)];
  const extent = high > low ? high - low : Math.abs(high) || 1;
  return [sixDigits(low - extent * PADDING), sixDigits(high + extent * PADDING)];
}

/** The panel. Errors stand on a logarithmic axis unless one of them is 0. */
export function linePanel(
  data: LinePanelData,
  { styles, xTitle, xFormat, scoredOn, doubling, interval }: LinePanelLook,
  { x: xDomain, ticks, marked, y: yDomain, shared = false }: LineDomains,
  { size: [width, height], titleSize, first, lowest }: PanelPlace,
): View {
  const { color, shape, strokeDash, strokeWidth } = methodEncoding(styles);
  const x = {
    field: 'x',
    type: 'quantitative' as const,
    scale: {
      ...(doubling ? { type: 'log' as const, base: 2 } : { zero: false }),
      ...{ domain: [...xDomain], nice: false, padding: 14 },
    },
    axis: {
      title: lowest ? xTitle : null,
      values: [...ticks],
      format: xFormat,
      grid: false,
      labelOverlap: true,
    },
  };
  const logarithmic = yDomain[0] > 0 && isLogarithmic(data);
  const y = {
    field: 'score',
    type: 'quantitative' as const,
    scale: {
      ...(logarithmic ? { type: 'log' as const } : { zero: false }),
      ...{ domain: [...yDomain], nice: false },
    },
    axis: {
      title: first ? scoreTitle(data.metric, scoredOn, height) : null,
      labels: first || !shared,
      ticks: first || !shared,
      ...(logarithmic
        ? { values: logTicks(yDomain[0], yDomain[1]), format: '.3~g', labelOverlap: 'greedy' as const }
        : { tickCount: height < 100 ? 3 : 5 }),
    },
  };
  const span = { ...y, field: 'low' };
  const spread: Layer =
    interval === 'band'
      ? {
          mark: { type: 'area', opacity: 0.14 },
          encoding: { x, y: span, y2: { field: 'high' }, color },
        }
      : {
          mark: { type: 'rule', strokeWidth: 1.2 },
          encoding: { x, y: span, y2: { field: 'high' }, color },
        };
  return {
    width,
    height,
    data: { values: [...data.points] },
    layer: [
      {
        data: { values: [...data.levels] },
        mark: { type: 'rule', strokeWidth: 1.4, strokeDash: [1, 3] },
        encoding: { y, color },
      },
      spread,
      { mark: 'line', encoding: { x, y, color, strokeDash, strokeWidth } },
      {
        ...(marked === undefined ? {} : { transform: [{ filter: { field: 'x', oneOf: [...marked] } }] }),
        mark: { type: 'point', filled: true, size: 40, opacity: 1, stroke: 'white', strokeWidth: 0.6 },
        encoding: { x, y, color, shape },
      },
      panelTitleLines(data.title, width, titleSize),
    ],
  };
}

function isLogarithmic({ metric, points, levels }: LinePanelData): boolean {
  return (
    metric === 'mse' &&
    [...points.map(({ low }) => low), ...levels.map(({ score }) => score)].every((v) => v > 0)
  );
}
