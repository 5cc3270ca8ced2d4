/** One panel of differences on a stream: a band a strategy, in it a row a method with its interval. */
import { sixDigits } from './panel-data.ts';
import { type Layer, panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { View } from './score-panels.ts';

/** A difference in the unit of the panel. Without an interval both ends are null. */
export interface BandPoint {
  readonly strategy: string;
  readonly method: string;
  readonly color: string;
  readonly shape: string;
  readonly point: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** What a panel shows. */
export interface BandPanel {
  readonly title: readonly string[];
  /** In the order of the bands. */
  readonly strategies: readonly string[];
  /** In the order of the rows of a band. */
  readonly methods: readonly string[];
  readonly points: readonly BandPoint[];
}

/** Share of the extent of the numbers that is left free at both ends. */
const PADDING = 0.06;

/** The panel. Strategies are named only where `named`. */
export function forgetPanel(
  { title, strategies, methods, points }: BandPanel,
  [width, height]: readonly [number, number],
  titleSize: number,
  named: boolean,
): View {
  const numbers = [0, ...points.flatMap(({ point, low, high }) => [point, low ?? point, high ?? point])];
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = (high > low ? high - low : 1) * PADDING;
  const x = {
    type: 'quantitative' as const,
    scale: { domain: [sixDigits(low - room), sixDigits(high + room)], nice: false, zero: false },
    axis: { title: null, tickCount: 4 },
  };
  const y = {
    field: 'strategy' as const,
    type: 'nominal' as const,
    sort: null,
    scale: { domain: [...strategies], paddingInner: 0, paddingOuter: 0 },
    axis: { title: null, labels: named, ticks: false, labelPadding: 6, domain: false, grid: false },
  };
  const yOffset = {
    field: 'method' as const,
    type: 'nominal' as const,
    sort: null,
    scale: { domain: [...methods], paddingOuter: 0.5 },
  };
  const color = { field: 'color', type: 'nominal', scale: null } as const;
  const edges: Layer[] = strategies.slice(1).map((_, i) => ({
    data: { values: [{ edge: (height * (i + 1)) / strategies.length }] },
    mark: { type: 'rule', color: '#cccccc', strokeWidth: 1 },
    encoding: { y: { field: 'edge', type: 'quantitative', scale: null } },
  }));
  return {
    width,
    height,
    layer: [
      ...edges,
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: '#000000', strokeWidth: 1 },
        encoding: { x: { ...x, field: 'zero' } },
      },
      {
        data: { values: [...points] },
        layer: [
          {
            transform: [{ filter: 'isValid(datum.low)' }],
            mark: { type: 'rule', strokeWidth: 1.3 },
            encoding: { y, yOffset, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
          },
          {
            mark: { type: 'point', filled: true, size: 22, opacity: 1, stroke: 'white', strokeWidth: 0.4 },
            encoding: {
              ...{ y, yOffset, x: { ...x, field: 'point' }, color },
              shape: { field: 'shape', type: 'nominal', scale: null },
            },
          },
        ],
      },
      panelTitleLines(title, width, titleSize),
    ],
  };
}
