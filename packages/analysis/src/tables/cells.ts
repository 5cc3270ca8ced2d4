/** Cells of numbers: how they read, and the raw values behind them. */
import type { Estimate } from '../statistics/stratified-mean.ts';
import { estimateText, intervalOf } from '../text/estimate-text.ts';
import type { Cell, RawValue } from './table.ts';
import { emptyCell } from './table.ts';

type Show = (value: number) => string;

/** One number, with a dash where there is none. */
export function numberCell(value: number | null | undefined, show: Show = String): Cell {
  return value == null ? emptyCell(1) : { text: show(value), raw: [value] };
}

/** `91.2 [90.8, 91.5]`, with a dash where there is no estimate. Its fields: `estimateFields`. */
export function estimateCell(estimate: Estimate | null, show: Show): Cell {
  return estimate === null
    ? emptyCell(3)
    : { text: estimateText(estimate, show), raw: estimateRaw(estimate) };
}

/** The names of the raw values of an estimate. */
export function estimateFields(name: string): [string, string, string] {
  return [name, `${name}_low`, `${name}_high`];
}

/** A point and its ends; where there is no interval, the ends are empty. */
export function estimateRaw(estimate: Estimate | null): RawValue[] {
  if (estimate === null) return [null, null, null];
  return [estimate.point, ...(intervalOf(estimate) ?? [null, null])];
}

/** The least and the largest of some numbers, once where they read alike, with a dash where there are none. */
export function rangeCell(values: readonly number[], show: Show): Cell {
  if (values.length === 0) return emptyCell(2);
  const ends = [Math.min(...values), Math.max(...values)];
  return { text: [...new Set(ends.map(show))].join('–'), raw: ends };
}

/** `4 (1 div.; 2 missing)`: a value, and in parentheses what must be said of it. */
export function remarked(text: string, remarks: readonly string[]): string {
  return remarks.length === 0 ? text : `${text} (${remarks.join('; ')})`;
}
