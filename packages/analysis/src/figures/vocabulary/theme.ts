/** The look that all figures share: font, title block, axes and the space between panels. */
import type { TopLevelSpec } from 'vega-lite';

/** The renderer embeds DejaVu Sans; viewers of the SVG without it fall back on a like one. */
const FONT_FAMILY = 'DejaVu Sans, Verdana, sans-serif';

/** Space between panels, in pixels. */
export const PANEL_SPACING = 14;

/** Space around a figure, in pixels. */
export const PADDING = 12;

/** About the width of a character of the subtitle, in pixels, with room to spare. */
export const SUBTITLE_CHARACTER = 5.85;

/** The title and so many lines of a subtitle, in pixels, with the space below them. */
export function titleBlockHeight(lines: number): number {
  return 34 + 14 * lines;
}

/** What every figure has besides its views; `subtitle` holds one entry a line. */
export function themed(title: string, subtitle: readonly string[]) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: PADDING,
    title: {
      text: title,
      subtitle: [...subtitle],
      anchor: 'start',
      fontSize: 14,
      subtitleFontSize: 11,
      subtitleColor: '#333333',
      subtitlePadding: 4,
      offset: 12,
    },
    config: {
      font: FONT_FAMILY,
      view: { stroke: '#888888' },
      axis: {
        labelFontSize: 10,
        titleFontSize: 11,
        titleFontWeight: 'normal',
        gridColor: '#e4e4e4',
        domainColor: '#888888',
        tickColor: '#888888',
      },
    },
  } as const satisfies Partial<TopLevelSpec>;
}
