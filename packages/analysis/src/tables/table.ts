/** A table as a value. Renderers turn it into text; each column carries the text to show and the raw numbers. */

/** A column. `fields` name the raw values of its cells; the CSV has one column for each of them. */
export interface Column {
  readonly label: string;
  readonly align: 'left' | 'right';
  /** Unit shown beside the label; null where there is none. */
  readonly unit: string | null;
  readonly fields: readonly string[];
}

/** A raw value; null is an empty field in the CSV. */
export type RawValue = string | number | null;

/** A cell: the text for readers, and as many raw values as its column has fields. */
export interface Cell {
  readonly text: string;
  readonly raw: readonly RawValue[];
}

/** A table with its caption, and notes to stand below it. Rows hold one cell per column. */
export interface Table {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that end the table, set off from the others, e.g. what a guess would score. */
  readonly footer: readonly (readonly Cell[])[];
  readonly notes: readonly string[];
}

/** Shown where there is no value. */
export const NO_VALUE = '–';

/** Shown where runs completed without the value: nobody asked for it, or it cannot be formed. */
export const NOT_MEASURED = 'not measured';

/** A cell whose text is its one raw value. */
export function textCell(text: string): Cell {
  return { text, raw: [text] };
}

/** A cell without a value, for a column with `fieldCount` fields. */
export function emptyCell(fieldCount: number): Cell {
  return { text: NO_VALUE, raw: Array.from({ length: fieldCount }, () => null) };
}

/** Label and unit of a column: `digits (accuracy, %)`. */
export function heading({ label, unit }: Column): string {
  return unit === null ? label : `${label} (${unit})`;
}
