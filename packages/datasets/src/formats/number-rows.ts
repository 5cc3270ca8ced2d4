/** Text tables of numbers: one row a line, numbers separated by white space. */
import { DatasetError } from '../errors.ts';

/** Codes up to that of the space, tab and line ends among them, part numbers. */
const SPACE = 0x20;
const NEW_LINE = 0x0a;

/** A table read row by row: `rows` x `columns` numbers. */
export interface NumberTable {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/**
 * Parses a table of `columns` numbers a row. Empty lines are passed over.
 * Throws DatasetError (with `file`) that names the line with another count or something that is no finite number.
 */
export function parseNumberRows(file: string, bytes: Uint8Array, columns: number): NumberTable {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const values: number[] = [];
  let rows = 0;
  let line = 1;
  let inRow = 0;
  // Character by character: splitting millions of numbers by a regular expression takes half as long again.
  for (let at = 0; at <= text.length;) {
    const code = at < text.length ? text.charCodeAt(at) : NEW_LINE;
    if (code === NEW_LINE) {
      if (inRow !== 0 && inRow !== columns) {
        throw new DatasetError(file, `line ${line}: expected ${columns} numbers, found ${inRow}`);
      }
      if (inRow !== 0) rows += 1;
      inRow = 0;
      line += 1;
    }
    if (code <= SPACE) {
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end < text.length && text.charCodeAt(end) > SPACE) end += 1;
    const word = text.slice(at, end);
    const value = Number(word);
    if (!Number.isFinite(value)) throw new DatasetError(file, `line ${line}: '${word}' is not a number`);
    values.push(value);
    inRow += 1;
    at = end;
  }
  return { rows, columns, data: Float64Array.from(values) };
}
