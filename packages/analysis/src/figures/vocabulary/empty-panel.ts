/** A panel that says why it is empty. */
import { words } from './channels.ts';
import { panelTitleLines } from './panel-title-lines.ts';
import type { View } from './view.ts';

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
          text: words('reason'),
        },
      },
      panelTitleLines(title, width),
    ],
  };
}
