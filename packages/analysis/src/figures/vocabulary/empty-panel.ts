/** A panel that says why it is empty. */
import { panelTitleLines } from './panel-title-lines.ts';
import type { View } from '../panels/score-panels.ts';

/** A frame with the title of the panel and `reason` in its middle. */
export function emptyPanel(
  title: readonly string[],
  reason: string,
  [width, height]: readonly [number, number],
): View {
  return {
    width,
    height,
    layer: [
      {
        data: { values: [{ reason }] },
        mark: { type: 'text', fontSize: 11, baseline: 'middle', color: '#444444' },
        encoding: {
          x: { value: width / 2 },
          y: { value: height / 2 },
          text: { field: 'reason', type: 'nominal' },
        },
      },
      panelTitleLines(title, width),
    ],
  };
}
