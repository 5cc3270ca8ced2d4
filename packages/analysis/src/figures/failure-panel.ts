/** One panel of failure rates, and the key to its marks. */
import type { EndingSummary } from '../summary/summarise-endings.ts';
import { sixDigits } from './panel-data.ts';
import { type Layer, panelTitleLines } from './panel-title-lines.ts';
import type { View } from './score-panels.ts';

/** A row of all panels. */
export interface FailureRow {
  readonly method: string;
  readonly sparsity: number;
  readonly label: string;
  readonly color: string;
}

/** Opacity of the part of a bar that counts collapsed runs. */
const PALE = 0.35;
const BAR_HEIGHT = 9;

/**
 * A bar for each row with a run, its interval on a white edge that shows on dark bars. Names of the rows only where
 * `named`.
 */
export function failurePanel(
  endings: readonly EndingSummary[],
  rows: readonly FailureRow[],
  {
    title,
    size: [width, height],
    named,
  }: { readonly title: readonly string[]; readonly size: readonly [number, number]; readonly named: boolean },
): View {
  const found = rows.flatMap(({ method, sparsity, label, color }) =>
    endings
      .filter(({ place }) => place.method === method && place.sparsity === sparsity)
      .flatMap(({ failed, diverged, runs }) =>
        failed === null ? [] : [{ label, color, failed, diverged: (100 * diverged) / runs, n: runs }],
      ),
  );
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    scale: { domain: rows.map(({ label }) => label), paddingInner: 0, paddingOuter: 0 },
    axis: { title: null, labels: named, ticks: named, labelLimit: 240, grid: false },
  } as const;
  const x = {
    field: 'low',
    type: 'quantitative' as const,
    scale: { domain: [0, 100], nice: false },
    axis: { title: 'failed runs (%)', values: [0, 50, 100] },
  };
  const color = { field: 'color', type: 'nominal', scale: null } as const;
  const part = (low: number, high: number, { label, color: hue }: (typeof found)[number]) =>
    high > low ? [{ label, low: sixDigits(low), high: sixDigits(high), color: hue }] : [];
  const bars = (values: object[], fillOpacity: number): Layer => ({
    data: { values: values },
    mark: { type: 'bar', height: BAR_HEIGHT, fillOpacity, strokeWidth: 1 },
    encoding: { x, x2: { field: 'high' }, y, color, stroke: color },
  });
  const intervals = found.map(({ label, failed, n }) => {
    return { label, low: sixDigits(100 * failed.low), high: sixDigits(100 * failed.high), n };
  });
  const interval = (hue: string, strokeWidth: number): Layer => ({
    data: { values: intervals },
    mark: { type: 'rule', color: hue, strokeWidth },
    encoding: { x, x2: { field: 'high' }, y },
  });
  return {
    width,
    height,
    layer: [
      bars(
        found.flatMap((row) => part(0, row.diverged, row)),
        1,
      ),
      bars(
        found.flatMap((row) => part(row.diverged, 100 * row.failed.point, row)),
        PALE,
      ),
      interval('#ffffff', 3),
      interval('#000000', 1),
      panelTitleLines(title, width),
    ],
  };
}

/** The key: full colour, pale, interval. `confidence` as it is to read, e.g. `95 %`. */
export function failureLegend(confidence: string): View {
  const pixels = (field: string) => ({ field, type: 'quantitative', scale: null }) as const;
  const swatch = (left: number, fillOpacity: number) =>
    ({
      data: { values: [{ left, right: left + 22, top: 5, bottom: 5 + BAR_HEIGHT }] },
      mark: { type: 'rect', fill: '#555555', stroke: '#555555', fillOpacity },
      encoding: { x: pixels('left'), x2: { field: 'right' }, y: pixels('top'), y2: { field: 'bottom' } },
    }) as const;
  const words = [
    { left: 28, y: 10, text: 'diverged' },
    { left: 138, y: 10, text: 'collapsed' },
    { left: 258, y: 10, text: `${confidence} Wilson interval of both together` },
  ];
  return {
    width: 480,
    height: 20,
    view: { stroke: null },
    layer: [
      swatch(0, 1),
      swatch(110, PALE),
      {
        data: { values: [{ left: 226, right: 252, y: 10 }] },
        mark: { type: 'rule', color: '#000000', strokeWidth: 1 },
        encoding: { x: pixels('left'), x2: { field: 'right' }, y: pixels('y') },
      },
      {
        data: { values: words },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 11 },
        encoding: { x: pixels('left'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}
