/** The look that all figures share: font, title block, axes and the space between panels. */
import type { TopLevelSpec } from 'vega-lite';
import { FONT_FAMILY } from './font.ts';

/** Space between panels, in pixels. */
export const PANEL_SPACING = 20;

/** What every figure has besides its views; `subtitle` holds one entry a line. */
export function themed(title: string, subtitle: readonly string[]) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
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
