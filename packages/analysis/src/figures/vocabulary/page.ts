/** The page that every figure fits, and the size that panels may have on it. All lengths are pixels of the SVG. */
import { PANEL_SPACING, PADDING } from './theme.ts';
import { packRows } from './panel-grid.ts';

/** The largest figure: a page at the width of a screen or a column, and twice these numbers in the PNG. */
export const PAGE = { width: 800, height: 1000 } as const;

/** What is left between the margins. */
export const CONTENT_WIDTH = PAGE.width - 2 * PADDING;
export const CONTENT_HEIGHT = PAGE.height - 2 * PADDING;

/** Height over width of a panel, at most. */
const TALLEST = 0.72;
/** A panel alone is not wider than this. */
const WIDEST = 560;
const MOST_COLUMNS = 8;
/** Panels larger than this gain little. */
const AMPLE = [300, 230] as const;

/** What stands around panels. */
export interface PanelNeeds {
  /** Axis labels and titles to the left of a panel, and below it. */
  readonly left: number;
  readonly below: number;
  /** Names of rows, to the left of the first column only. */
  readonly margin?: number;
  /** Titles above a panel. */
  readonly above: number;
  /** The title block of the figure and its legend. */
  readonly besides: number;
  /** Height over width at most; default: a little lower than wide. */
  readonly tallest?: number;
  /** Height over width at least: a panel without the height for it is narrower. */
  readonly flattest?: number;
  readonly widest?: number;
  /** Height of a panel at most. */
  readonly highest?: number;
  /** A grid of exactly so many columns, where panels must stand under each other. */
  readonly columns?: number;
}

/** Columns of the grid and the size of each panel without its axes. */
export interface PanelLayout {
  readonly columns: number;
  readonly size: readonly [width: number, height: number];
}

/**
 * The number of columns with which panels are largest on the page, the most of them where all are ample, and their size. `lengths` are the numbers of panels of
 * the groups, each of which starts a row unless it fits beside the one before.
 */
export function fitPanels(lengths: readonly number[], needs: PanelNeeds): PanelLayout {
  const { left, below, above, besides, margin = 0 } = needs;
  const { tallest = TALLEST, flattest = 0, widest = WIDEST, highest = CONTENT_HEIGHT } = needs;
  const most = Math.min(MOST_COLUMNS, Math.max(1, sum(lengths)));
  const choices =
    needs.columns === undefined ? Array.from({ length: most }, (_, i) => i + 1) : [needs.columns];
  const layouts = choices.map((columns): PanelLayout => {
    const rows = packRows(
      lengths.map((length) => Array.from({ length }, () => 0)),
      columns,
    ).length;
    const widthOfRow = Math.min(
      widest,
      Math.floor((CONTENT_WIDTH - margin - columns * left - (columns - 1) * PANEL_SPACING) / columns),
    );
    const height = Math.floor((CONTENT_HEIGHT - besides) / rows - below - above - PANEL_SPACING);
    const width = flattest > 0 ? Math.min(widthOfRow, Math.floor(height / flattest)) : widthOfRow;
    return { columns, size: [width, Math.min(height, highest, Math.floor(width * tallest))] };
  });
  const worth = ({ size: [width, height] }: PanelLayout): number =>
    Math.max(0, Math.min(AMPLE[0], width)) * Math.max(0, Math.min(AMPLE[1], height));
  return layouts.reduce((best, layout) => (worth(layout) >= worth(best) ? layout : best));
}

/**
 * Room at the left of a panel, in the mean over the columns, where the panels of a group have one vertical axis: only the
 * first has labels.
 */
export function leftOfShared(groups: readonly (readonly unknown[])[]): number {
  const panels = sum(groups.map(({ length }) => length));
  return Math.max(28, Math.ceil((50 * groups.length + 8 * (panels - groups.length)) / panels));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
