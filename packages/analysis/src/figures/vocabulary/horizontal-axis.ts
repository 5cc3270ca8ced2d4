/** The horizontal axis that all panels of a figure share, on a log scale. */
import { fittingTitle } from './axis-title.ts';

/** What it shows. */
export interface HorizontalAxis {
  /** From long to short: a panel takes the first that it has room for. */
  readonly titles: readonly [string, ...string[]];
  readonly domain: readonly [number, number];
  readonly reverse: boolean;
  readonly ticks: readonly number[];
  /** Vega expression of the label of the tick at `datum.value`. */
  readonly labelExpr: string;
}

/** The channel of a panel so wide, with room of `padding` pixels at both ends. */
export function horizontalChannel(
  { titles, domain, reverse, ticks, labelExpr }: HorizontalAxis,
  { width, padding, titled }: { readonly width: number; readonly padding: number; readonly titled: boolean },
) {
  return {
    field: 'x',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [...domain], reverse, nice: false, padding },
    axis: {
      title: titled ? fittingTitle(titles, width) : null,
      values: [...ticks],
      labelExpr,
      labelOverlap: false,
      grid: false,
    },
  };
}
