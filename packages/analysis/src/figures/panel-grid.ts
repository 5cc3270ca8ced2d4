/** Lays panels out in rows of equal length. */
import type { View } from './score-panels.ts';
import { PANEL_SPACING } from './theme.ts';

/**
 * Each group starts a row of its own and is broken after `columns` panels; places that stay free are blank, so that
 * panels stand under each other.
 */
export function panelGrid(
  groups: readonly (readonly View[])[],
  columns: number,
  [width, height]: readonly [number, number],
): View {
  const blank: View = { width, height, view: { stroke: null }, data: { values: [] }, mark: 'point' };
  const filled = groups.flatMap((group) => {
    const free = (columns - (group.length % columns)) % columns;
    return [...group, ...Array.from({ length: free }, () => blank)];
  });
  return { columns, spacing: PANEL_SPACING, concat: filled };
}

/** Width of a grid of `columns` panels without their axes, in pixels. */
export function gridWidth(columns: number, panelWidth: number): number {
  return columns * panelWidth + (columns - 1) * PANEL_SPACING;
}

/** A title above a panel. It is a mark, so that it stands at the same height above every panel whatever its axes. */
export function panelTitle(text: string, panelWidth: number) {
  return {
    data: { values: [{ text }] },
    mark: { type: 'text', fontSize: 12, fontWeight: 'bold', baseline: 'bottom' },
    encoding: {
      x: { value: panelWidth / 2 },
      y: { value: -7 },
      text: { field: 'text', type: 'nominal' },
    },
  } as const;
}
