/** Lays panels out in rows. */
import type { View } from './view.ts';
import { PANEL_SPACING } from './theme.ts';

/**
 * Rows of at most `columns` panels: a group starts a row unless it fits beside the groups before it, and is broken where
 * it is longer than a row.
 */
export function packRows<Panel>(groups: readonly (readonly Panel[])[], columns: number): Panel[][] {
  const rows: Panel[][] = [];
  for (const group of groups) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + group.length <= columns) last.push(...group);
    else {
      for (let from = 0; from < group.length; from += columns) rows.push(group.slice(from, from + columns));
    }
  }
  return rows;
}

/** The rows under each other, panels in columns; places that stay free at the end of a row are blank. */
export function panelGrid(
  rows: readonly (readonly View[])[],
  columns: number,
  [width, height]: readonly [number, number],
): View {
  const blank: View = { width, height, view: { stroke: null }, data: { values: [] }, mark: 'point' };
  const filled = rows.flatMap((row, r) => [
    ...row,
    ...(r === rows.length - 1 ? [] : Array.from({ length: columns - row.length }, () => blank)),
  ]);
  return { columns, spacing: PANEL_SPACING, align: 'each', concat: filled };
}
