/** Tables as they are declared: columns that say what stands in them for an item, and one row an item. */
import type { Observation } from '@dsrnn/records';
import type { AnalysisContext } from '../context.ts';
import { AnalysisError } from '../errors.ts';
import type { Cell, Column, Table } from './table.ts';
import { emptyCell, textCell } from './table.ts';

/** Makes a table: pure, from observations in any order. */
export type TableBuilder = (observations: readonly Observation[], context: AnalysisContext) => Table;

/** A column, and its cell for an item. */
export interface ItemColumn<Item> extends Column {
  readonly cell: (item: Item) => Cell;
}

/** A table of `items`. Notes that are null are none. */
export interface DeclaredTable<Item> {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly ItemColumn<Item>[];
  readonly items: readonly Item[];
  readonly footer?: Table['footer'];
  readonly notes?: readonly (string | null)[];
}

/** The table, one row an item. Throws AnalysisError without an item: a head over nothing would not say why. */
export function tableOf<Item>(declared: DeclaredTable<Item>): Table {
  const { id, caption, columns, items, footer = [], notes = [] } = declared;
  if (items.length === 0)
    throw new AnalysisError(
      `table ${id}: none of the runs that were asked for belongs in it; ask for more of them`,
    );
  return {
    id,
    caption,
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: items.map((item) => columns.map(({ cell }) => cell(item))),
    footer,
    notes: notes.filter((note) => note !== null),
  };
}

/** A column of numbers, flush right. */
export function column<Item>(
  label: string,
  unit: string | null,
  fields: readonly string[],
  cell: (item: Item) => Cell,
): ItemColumn<Item> {
  return { label, align: 'right', unit, fields, cell };
}

/** A column of words, flush left, with a dash where there are none. */
export function textColumn<Item>(
  label: string,
  field: string,
  textOf: (item: Item) => string | null,
): ItemColumn<Item> {
  const cell = (item: Item): Cell => {
    const text = textOf(item);
    return text === null ? emptyCell(1) : textCell(text);
  };
  return { label, align: 'left', unit: null, fields: [field], cell };
}

/** A row with these cells, by the label of their column, and dashes elsewhere. */
export function sparseRow(columns: readonly Column[], cells: Readonly<Record<string, Cell>>): Cell[] {
  return columns.map(({ label, fields }) => cells[label] ?? emptyCell(fields.length));
}
