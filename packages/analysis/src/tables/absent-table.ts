/** The table that stands where one cannot be made: a line that says why. */
import { tableOf, textColumn } from './declared-table.ts';
import type { Table } from './table.ts';

/** A table with `id` and `title` that holds nothing but `reason`. */
export function absentTable(id: string, title: string, reason: string): Table {
  return tableOf({
    id,
    caption: `${title}: not made.`,
    columns: [textColumn('Reason', 'reason', () => reason)],
    items: [reason],
  });
}
