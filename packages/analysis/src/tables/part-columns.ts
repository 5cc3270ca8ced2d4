/** Columns that tables of parts share: the stream, its strategy, the metric where there are several. */
import type { Metric } from '@dsrnn/records';
import type { StreamTask } from '../summary/stream-tasks.ts';
import { metricUnit } from '../text/score-text.ts';
import { column, textColumn, type ItemColumn } from './declared-table.ts';
import { emptyCell } from './table.ts';

/** The stream, and the strategy where some of `places` has one. */
export function streamColumns(places: readonly StreamTask[]): ItemColumn<StreamTask>[] {
  return [
    textColumn('Stream', 'stream', ({ stream }) => stream),
    ...strategyColumn(places, ({ strategy }: StreamTask) => strategy),
  ];
}

/** The strategy, where some of `places` has one; else no column. */
export function strategyColumn<Item>(
  places: readonly StreamTask[],
  of: (item: Item) => string | null,
): ItemColumn<Item>[] {
  return places.some(({ strategy }) => strategy !== null) ? [textColumn('Strategy', 'strategy', of)] : [];
}

/** What the score of a row is measured in. */
export function metricColumn<Item>(of: (item: Item) => Metric | null): ItemColumn<Item> {
  const cell: ItemColumn<Item>['cell'] = (item) => {
    const metric = of(item);
    return metric === null ? emptyCell(1) : { text: metricUnit(metric), raw: [metric] };
  };
  return { ...column('Metric', null, ['metric'], cell), align: 'left' };
}

/** The metrics of rows, and the one that all share; null where there are several or none. */
export function metricsOf(rows: readonly { readonly metric: Metric | null }[]): {
  readonly metrics: readonly Metric[];
  readonly shared: Metric | null;
} {
  const metrics = [...new Set(rows.flatMap(({ metric }) => metric ?? []))];
  return { metrics, shared: metrics.length === 1 ? metrics[0]! : null };
}
