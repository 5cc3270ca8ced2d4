/** The title of a panel in one line or more. */
import type { View } from './score-panels.ts';

/** A layer of a panel. */
export type Layer = Extract<View, { layer: unknown }>['layer'][number];

const LINE_HEIGHT = 15;

/**
 * The lines of a title above a panel, the last nearest to it. It is a mark, so that it stands at the same height above
 * every panel whatever its axes.
 */
export function panelTitleLines(lines: readonly string[], panelWidth: number): Layer {
  return {
    data: { values: [{ text: lines.join('\n') }] },
    mark: {
      ...{ type: 'text', fontSize: 12, fontWeight: 'bold', baseline: 'bottom' },
      ...{ lineBreak: '\n', lineHeight: LINE_HEIGHT, dy: -LINE_HEIGHT * (lines.length - 1) },
    },
    encoding: {
      x: { value: panelWidth / 2 },
      y: { value: -7 },
      text: { field: 'text', type: 'nominal' },
    },
  };
}
