/** One panel of scores against a number of parts or steps: a line a method, with error bars or a band, and levels. */
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { logTicks } from '../vocabulary/ticks.ts';
import { methodEncoding } from '../vocabulary/method-encoding.ts';
import { bandLayer, barLayer, lineLayer, pointLayer } from '../vocabulary/method-layers.ts';
import type { MethodStyle } from '../vocabulary/method-styles.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import { scoreTitle } from '../vocabulary/score-titles.ts';
import type { View } from '../vocabulary/view.ts';
import { isLogarithmic, type LinePanelData } from './line-data.ts';

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

/** The panel. Errors stand on a logarithmic axis unless one of them is 0. */
export function linePanel(
  data: LinePanelData,
  { styles, xTitle, xFormat, scoredOn, doubling, interval }: LinePanelLook,
  { x: xDomain, ticks, marked, y: yDomain, shared = false }: LineDomains,
  { size: [width, height], titleSize, first, lowest }: PanelPlace,
): View {
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
  const channels = { x, y, ...methodEncoding(styles) };
  return {
    width,
    height,
    data: { values: [...data.points] },
    layer: [
      {
        data: { values: [...data.levels] },
        mark: { type: 'rule', strokeWidth: 1.4, strokeDash: [1, 3] },
        encoding: { y, color: channels.color },
      },
      (interval === 'band' ? bandLayer : barLayer)(channels, ['low', 'high']),
      lineLayer(channels),
      {
        ...(marked === undefined ? {} : { transform: [{ filter: { field: 'x', oneOf: [...marked] } }] }),
        ...pointLayer(channels, 40),
      },
      panelTitleLines(data.title, width, titleSize),
    ],
  };
}
