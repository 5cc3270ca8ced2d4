/** One panel of a forest plot: a row a label, with point, interval and a remark at the right. */
import { given, words } from '../vocabulary/channels.ts';
import type { MarkedDifference } from '../vocabulary/estimates.ts';
import { pointMark, zeroRule } from '../vocabulary/marks.ts';
import { paddedDomain } from '../vocabulary/numbers.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { View } from '../vocabulary/view.ts';

/** A row; numbers in the unit of the axis. Without a point only the remark is shown. */
export interface ForestRow extends Omit<MarkedDifference, 'point'> {
  readonly label: string;
  readonly color: string;
  readonly shape: string;
  readonly point: number | null;
  /** Empty where there is nothing to say. */
  readonly remark: string;
}

/** Height of a row in pixels, where there is room. */
export const ROW_HEIGHT = 16;

/** Share of the panel at its right that remarks take. */
const REMARK_SHARE = 0.3;

/** What a panel has besides its rows. */
export interface ForestPanelOptions {
  readonly title: readonly string[];
  /** Title of the axis: what the numbers are. */
  readonly unit: string;
  readonly size: readonly [width: number, height: number];
  readonly titleSize: number;
  /** Whether the rows are named here, or in a panel to the left. */
  readonly labelled: boolean;
}

/** The panel. Its domain holds zero, all points and all intervals, and room for remarks if there are any. */
export function forestPanel(
  rows: readonly ForestRow[],
  { title, unit, size: [width, height], titleSize, labelled }: ForestPanelOptions,
): View {
  const numbers = rows.flatMap(({ point, low, high }) =>
    [point, low, high].filter((value) => value !== null),
  );
  const domain = paddedDomain([0, ...numbers], { above: roomOfRemarks(rows) });
  const points = rows.flatMap(({ label, point, low, high, color, shape }) =>
    point === null ? [] : [{ label, point, low, high, color, shape }],
  );
  const whiskers = points.filter(({ low }) => low !== null);
  const remarks = rows.filter(({ remark }) => remark !== '').map(({ label, remark }) => ({ label, remark }));
  const y = {
    field: 'label',
    type: 'nominal',
    scale: { domain: rows.map(({ label }) => label) },
    sort: null,
    axis: labelled
      ? { title: null, labelLimit: 220, ticks: false, labelPadding: 6, grid: true }
      : { title: null, labels: false, ticks: false, grid: true },
  } as const;
  const x = {
    type: 'quantitative' as const,
    scale: { domain: domain, nice: false, zero: false },
    axis: { title: unit, tickCount: 4 },
  };
  const color = given('color');
  return {
    width,
    height,
    layer: [
      zeroRule(x),
      {
        data: { values: whiskers },
        mark: { type: 'rule', strokeWidth: 1.6 },
        encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
      },
      {
        data: { values: points },
        mark: pointMark(46),
        encoding: {
          y,
          x: { ...x, field: 'point' },
          color,
          shape: given('shape'),
        },
      },
      {
        data: { values: remarks },
        mark: { type: 'text', fontSize: 9, align: 'right', baseline: 'middle', color: '#333333' },
        encoding: { y, x: { value: width - 4 }, text: words('remark') },
      },
      panelTitleLines(title, width, titleSize),
    ],
  };
}

/** Share of the whole panel that remarks take, as a share of the extent of the numbers. */
function roomOfRemarks(rows: readonly ForestRow[]): number {
  return rows.some(({ remark }) => remark !== '') ? REMARK_SHARE / (1 - REMARK_SHARE) : 0;
}
