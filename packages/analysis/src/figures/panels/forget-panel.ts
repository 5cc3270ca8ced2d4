/** One panel of differences on a stream: a band a strategy, in it a row a method with its interval. */
import { given } from '../vocabulary/channels.ts';
import type { MarkedDifference } from '../vocabulary/estimates.ts';
import { pointMark, zeroRule } from '../vocabulary/marks.ts';
import { paddedDomain } from '../vocabulary/numbers.ts';
import { packRows } from '../vocabulary/panel-grid.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { Layer, View } from '../vocabulary/view.ts';

/** A difference in the unit of the panel. */
export interface BandPoint extends MarkedDifference {
  readonly strategy: string;
  readonly method: string;
  readonly color: string;
  readonly shape: string;
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

/** Height of the row of a method, in pixels: where there is room, and what all rows of the figure may take together. */
const ROW_HEIGHT = 9;
const ROOM = 500;

/** How many rows a panel has. */
export function rowsOf({ strategies, methods }: BandPanel): number {
  return strategies.length * methods.length;
}

/** The height at which these panels fit a page, so many columns wide. */
export function heightOfRows(groups: readonly (readonly BandPanel[])[], columns: number): number {
  const rows = packRows(groups, columns).map((row) => Math.max(...row.map(rowsOf)));
  const all = rows.reduce((sum, one) => sum + one, 0);
  return Math.min(ROW_HEIGHT, Math.floor((4 * ROOM) / all) / 4);
}

/** The panel. Strategies are named only where `named`. */
export function forgetPanel(
  { title, strategies, methods, points }: BandPanel,
  [width, height]: readonly [number, number],
  titleSize: number,
  named: boolean,
): View {
  const numbers = [0, ...points.flatMap(({ point, low, high }) => [point, low ?? point, high ?? point])];
  const x = {
    type: 'quantitative' as const,
    scale: { domain: paddedDomain(numbers), nice: false, zero: false },
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
  const color = given('color');
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
      zeroRule(x),
      {
        data: { values: [...points] },
        layer: [
          {
            transform: [{ filter: 'isValid(datum.low)' }],
            mark: { type: 'rule', strokeWidth: 1.3 },
            encoding: { y, yOffset, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
          },
          {
            mark: pointMark(22, 0.4),
            encoding: {
              ...{ y, yOffset, x: { ...x, field: 'point' }, color },
              shape: given('shape'),
            },
          },
        ],
      },
      panelTitleLines(title, width, titleSize),
    ],
  };
}
