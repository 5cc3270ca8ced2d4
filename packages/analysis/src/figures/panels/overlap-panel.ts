/** One panel of the overlap of the masks of two classes. */
import type { ClassName } from '../../context.ts';
import type { MaskedPlace } from '../../summary/mask-details.ts';
import { minus } from '../../text/formatted.ts';
import { CELLS, words } from '../vocabulary/channels.ts';
import type { PanelPlace } from '../vocabulary/figure-page.ts';
import { sixDigits } from '../vocabulary/numbers.ts';
import { panelTitleLines } from '../vocabulary/panel-title-lines.ts';
import type { View } from '../vocabulary/view.ts';
import { areNumbers, shareLegend } from './mask-grid.ts';

/** Largest side of a cell, and the smallest with room for a number, in pixels. */
const LARGEST_CELL = 36;
const NUMBERED_CELL = 20;
/** In smaller ones classes have their short names. */
const SHORT_CELL = 8;
/** Share of the range of viridis above which black on it has more contrast than white. */
const LIGHT_ABOVE = 0.45;

/** Class by class, with numbers where cells have room for them; colours begin at `low`. */
export function overlapPanel(
  { title }: MaskedPlace,
  matrix: readonly (readonly number[])[],
  low: number,
  names: readonly ClassName[],
  { size: [side], titleSize, first }: PanelPlace,
): View {
  const classes = matrix.length;
  const cell = Math.floor(2 * Math.min(LARGEST_CELL, side / classes)) / 2; // whole pixels of the PNG
  const size = cell * classes;
  const called = (label: number): string => names[label]![cell < SHORT_CELL ? 'short' : 'name'];
  const numbers = areNumbers(names);
  const values = matrix.flatMap((row, a) =>
    row.map((overlap, b) => ({
      ...{ a: called(a), b: called(b) },
      overlap: sixDigits(overlap),
      text: shortNumber(overlap),
    })),
  );
  const sideOf = <Field extends 'a' | 'b'>(field: Field, title: string | null) => ({
    field,
    type: 'ordinal' as const,
    sort: null,
    scale: { ...CELLS, domain: names.map((_, label) => called(label)) },
    axis: {
      ...{ title, labelAngle: field === 'b' && !numbers ? 270 : 0, ticks: false },
      ...{ labelFontSize: Math.max(5, Math.min(10, cell)), labelLimit: 0, labelOverlap: false },
    },
  });
  const at = {
    x: sideOf('b', numbers ? 'class' : null),
    y: sideOf('a', numbers && first ? 'class' : null),
  };
  return {
    width: size,
    height: size,
    data: { values },
    layer: [
      {
        mark: { type: 'rect', aria: false },
        encoding: {
          ...at,
          color: {
            field: 'overlap',
            type: 'quantitative',
            scale: { scheme: 'viridis', domain: [low, 1], clamp: true },
            legend: { ...shareLegend('chance-corrected overlap'), values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
          },
        },
      },
      ...(cell < NUMBERED_CELL
        ? []
        : [
            {
              mark: { type: 'text' as const, fontSize: 9, aria: false },
              encoding: {
                ...at,
                text: words('text'),
                color: {
                  condition: {
                    test: `datum.overlap > ${sixDigits(low + LIGHT_ABOVE * (1 - low))}`,
                    value: '#000000',
                  },
                  value: '#ffffff',
                },
              },
            },
          ]),
      panelTitleLines(title, size, titleSize),
    ],
  };
}

/** Two decimals without the leading zero: `.43`, `−.05`, `1`. */
function shortNumber(value: number): string {
  const text = minus(value.toFixed(2)).replace('0.', '.').replace('1.00', '1');
  return text === '−.00' ? '.00' : text;
}
