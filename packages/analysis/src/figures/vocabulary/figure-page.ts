/** Puts titles, panels and a legend on one page. */
import type { TopLevelSpec } from 'vega-lite';
import { wrapText } from '@dsrnn/portable';
import { CONTENT_WIDTH, fitPanels, type PanelNeeds } from './page.ts';
import { packRows, panelGrid } from './panel-grid.ts';
import { titleHeight, titleSize } from './panel-title-lines.ts';
import type { View } from './view.ts';
import { PANEL_SPACING, SUBTITLE_CHARACTER, themed, titleBlockHeight } from './theme.ts';

/** The figure is at least as wide as this, so that its subtitle reads well. */
const LEAST_WIDTH = 420;

/** Legends start where the first panel does, right of its axis. */
const LEGEND_INDENT = 50;

/** Where a panel stands. */
export interface PanelPlace {
  /** Size without axes, in pixels. */
  readonly size: readonly [width: number, height: number];
  /** Size of the letters of the titles of all panels. */
  readonly titleSize: number;
  /** No panel of its group is to the left of it: the axis at the left has a title here. */
  readonly first: boolean;
  /** It stands in the first column: rows have their names here. */
  readonly leftmost: boolean;
  /** No panel is below it: where all have one horizontal axis, it has a title here. */
  readonly lowest: boolean;
}

/** What the panels of all figures have. */
export interface TitledPanel {
  /** One entry a line, the same number of lines in all panels. */
  readonly title: readonly string[];
}

/** What makes one figure differ from another. */
export interface FigurePage<Panel extends TitledPanel> {
  readonly title: string;
  /** Sentences; a long one is broken, and null is none. */
  readonly subtitle: readonly (string | null)[];
  /** Panels that belong together, in the order of reading. */
  readonly groups: readonly (readonly Panel[])[];
  readonly draw: (panel: Panel, place: PanelPlace) => View;
  readonly needs?: Partial<PanelNeeds>;
  /** Scales that panels do not share. */
  readonly independent?: readonly ('color' | 'xOffset' | 'yOffset')[];
  /** What stands below the panels, for a width in pixels. */
  readonly legends?: (width: number) => readonly View[];
}

/** The figure: panels as large as the page allows, in rows, over the legends. */
export function figurePage<Panel extends TitledPanel>(page: FigurePage<Panel>): TopLevelSpec {
  const { title, subtitle, groups, draw, legends = () => [] } = page;
  const titles = groups.flat().map((panel) => panel.title);
  const linesIn = (width: number): string[] =>
    subtitle.flatMap((line) => (line === null ? [] : wrapText(line, Math.floor(width / SUBTITLE_CHARACTER))));
  const besides =
    titleBlockHeight(linesIn(CONTENT_WIDTH).length) +
    legends(CONTENT_WIDTH).reduce((height, legend) => height + heightOf(legend) + PANEL_SPACING, 0);
  const needs = {
    left: 48,
    below: 36,
    above: titleHeight(Math.max(...titles.map(({ length }) => length))),
    besides,
    ...page.needs,
  };
  const { columns, size } = fitPanels(
    groups.map(({ length }) => length),
    needs,
  );
  const letters = titleSize(titles.flat(), size[0]);
  const firsts = new Set(groups.map(([first]) => first));
  const rows = packRows(groups, columns);
  const widest = Math.max(...rows.map(({ length }) => length));
  const margin = needs.margin ?? 0;
  const width = Math.max(
    LEAST_WIDTH,
    margin + widest * (needs.left + size[0]) + (widest - 1) * PANEL_SPACING,
  );
  const views = rows.map((row, r) =>
    row.map((panel, c) =>
      draw(panel, {
        size,
        titleSize: letters,
        first: c === 0 || firsts.has(panel),
        leftmost: c === 0,
        lowest: rows.slice(r + 1).every((below) => below[c] === undefined),
      }),
    ),
  );
  const resolve = {
    scale: Object.fromEntries((page.independent ?? []).map((scale) => [scale, 'independent' as const])),
  };
  return {
    ...themed(title, linesIn(width)),
    spacing: PANEL_SPACING,
    vconcat: [
      { ...panelGrid(views, widest, size), resolve },
      ...legends(width - margin - Math.max(needs.left, LEGEND_INDENT)),
    ],
    resolve,
  };
}

function heightOf(view: View): number {
  return 'height' in view && typeof view.height === 'number' ? view.height : 0;
}
