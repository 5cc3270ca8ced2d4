/** The panel that stands where a figure cannot be drawn: it says why. */
import type { TopLevelSpec } from 'vega-lite';
import { wrapText } from '@dsrnn/portable';
import { themed } from './theme.ts';

const WIDTH = 560;
const LINE_HEIGHT = 18;
/** What fits the width at the size of the text. */
const LINE_LENGTH = 80;

/** A figure with `title` that holds nothing but `reason`, wrapped to its width. */
export function absentFigure(title: string, reason: string): TopLevelSpec {
  const lines = wrapText(reason, LINE_LENGTH);
  return {
    ...themed(`${title}: not drawn`, []),
    width: WIDTH,
    height: LINE_HEIGHT * (lines.length + 1),
    data: { values: lines.map((line, i) => ({ line, y: LINE_HEIGHT * (i + 1) })) },
    mark: { type: 'text', align: 'left', fontSize: 12 },
    encoding: {
      x: { value: 12 },
      y: { field: 'y', type: 'quantitative', scale: null, axis: null },
      text: { field: 'line', type: 'nominal' },
    },
  };
}
