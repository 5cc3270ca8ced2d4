/** A table as CSV (RFC 4180), with the raw numbers at full precision. */
import type { RawValue, Table } from './table.ts';

/**
 * A header line of field names, then one line per row, footer rows included. Each value has a column of its own.
 * Lines end in CRLF as the RFC says; numbers are the shortest text that reads back as the same double; no value is
 * an empty field. Caption and notes are left out.
 */
export function renderCsv({ columns, rows, footer }: Table): string {
  const records: RawValue[][] = [
    columns.flatMap(({ fields }) => [...fields]),
    ...[...rows, ...footer].map((row) => row.flatMap(({ raw }) => [...raw])),
  ];
  return records.map((record) => `${record.map(quote).join(',')}\r\n`).join('');
}

function quote(value: RawValue): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
