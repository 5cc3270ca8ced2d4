/** The table that stands where one cannot be made: a line that says why. */
import type { Table } from './table.ts';
import { textCell } from './table.ts';

/** A table with `id` and `title` that holds nothing but `reason`. */
export function absentTable(id: string, title: string, reason: string): Table {
  return {
    id,
    caption: `${title}: not made.`,
    columns: [{ label: 'Reason', align: 'left', unit: null, fields: ['reason'] }],
    rows: [[textCell(reason)]],
    footer: [],
    notes: [],
  };
}
