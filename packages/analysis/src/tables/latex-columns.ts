/** Which columns of a table LaTeX sets beside each other, and how wide each is. */
import { latexWidth, linesWithin } from './latex-width.ts';
import type { Table } from './table.ts';
import { heading } from './table.ts';

/** A column as it is set. */
export interface LatexColumn {
  /** Index in the table. */
  readonly index: number;
  /** The head, line by line. */
  readonly head: readonly string[];
  /** In points. */
  readonly width: number;
  /** Whether its cells are wrapped at `width`; else they stand on one line. */
  readonly wraps: boolean;
}

/** Space on both sides of a column, in points. */
export const COLUMN_SEP = 3;
/** Wider text is wrapped. */
const WRAP_WIDTH = 130;
/** A head is not broken into lines narrower than this, however narrow the numbers below it. */
const LEAST_HEAD = 34;

/** Every column, as narrow as its cells and the longest word of its head allow. */
export function latexColumns(table: Table): LatexColumn[] {
  return table.columns.map((column, index) => {
    const texts = [...table.rows, ...table.footer].map((row) => row[index]?.text ?? '');
    const natural = Math.max(0, ...texts.map(latexWidth));
    const wraps = natural > WRAP_WIDTH;
    const words = texts.flatMap((text) => text.split(/[ -]/)).map(latexWidth);
    const body = wraps ? Math.max(WRAP_WIDTH, ...words) : natural;
    const head = linesWithin(heading(column), Math.max(body, LEAST_HEAD));
    return { index, head, width: Math.max(body, ...head.map(latexWidth)), wraps };
  });
}

/** Width of columns beside each other, in points. */
export function totalWidth(columns: readonly LatexColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width + 2 * COLUMN_SEP, 0);
}

/**
 * The columns in parts that each fit into `width` points. Every part begins with the first columns that tell the rows
 * apart. A part has at least one column more than these, even where that does not fit.
 */
export function splitColumns(table: Table, columns: readonly LatexColumn[], width: number): LatexColumn[][] {
  const keys = columns.slice(0, keyCount(table));
  const parts: LatexColumn[][] = [];
  for (const column of columns.slice(keys.length)) {
    const part = parts.at(-1);
    if (part !== undefined && totalWidth([...part, column]) <= width) part.push(column);
    else parts.push([...keys, column]);
  }
  return parts.length === 0 ? [keys] : parts;
}

/** How many columns from the left tell all rows apart; all that are set to the left where none do. */
function keyCount({ columns, rows }: Table): number {
  for (let count = 1; count < columns.length; count++) {
    const keys = rows.map((row) => JSON.stringify(row.slice(0, count).map(({ text }) => text)));
    if (new Set(keys).size === rows.length) return count;
  }
  const right = columns.findIndex(({ align }) => align === 'right');
  return Math.max(1, right === -1 ? columns.length : right);
}
