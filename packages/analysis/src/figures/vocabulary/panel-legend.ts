/** The legend below the panels: for each method its line with dash and point, and its name. */
import { pixels } from './channels.ts';
import { bandMark, levelMark, NAME, pixelRules, pixelWords } from './marks.ts';
import type { MethodStyle } from './method-styles.ts';
import type { Layer, View } from './view.ts';

/** Width of an entry; more where a name is longer. */
const LEAST_ENTRY_WIDTH = 110;
/** About the width of a character of the names, with room to spare. */
const CHARACTER_WIDTH = 6.8;
/** Between an entry and the next one's line. */
const GAP = 12;
const ENTRY_HEIGHT = 20;
const LINE_LENGTH = 40;

/**
 * A view `width` pixels wide with as many columns as fit. The reference, if shown, comes first as a rule on its band.
 */
export function panelLegend(
  styles: readonly MethodStyle[],
  reference: MethodStyle | null,
  width: number,
): View {
  const names = [...(reference === null ? [] : [reference]), ...styles].map(({ method }) => method);
  const longest = Math.max(...names.map(({ length }) => length));
  const entryWidth = Math.max(
    LEAST_ENTRY_WIDTH,
    Math.ceil(LINE_LENGTH + 7 + longest * CHARACTER_WIDTH + GAP),
  );
  const columns = Math.max(1, Math.floor(width / entryWidth));
  const place = (i: number): { x: number; x2: number; middle: number; text: number; y: number } => {
    const x = (i % columns) * entryWidth;
    return {
      x,
      x2: x + LINE_LENGTH,
      middle: x + LINE_LENGTH / 2,
      text: x + LINE_LENGTH + 7,
      y: (Math.floor(i / columns) + 0.5) * ENTRY_HEIGHT,
    };
  };
  const first = reference === null ? 0 : 1;
  const entries = styles.map((style, i) => ({ label: style.method, ...place(i + first), style }));
  const labels = [
    ...(reference === null ? [] : [{ label: reference.method, ...place(0) }]),
    ...entries.map(({ style: _, ...entry }) => entry),
  ];
  return {
    width,
    height: Math.ceil(labels.length / columns) * ENTRY_HEIGHT,
    view: { stroke: null },
    layer: [
      ...(reference === null ? [] : referenceEntry(place(0), reference.color)),
      ...entries.flatMap(({ style, x, x2, middle, y }) => [
        pixelRules([{ x, x2, y }], {
          ...{ type: 'rule', color: style.color, strokeWidth: style.width },
          strokeDash: [...style.dash],
        }),
        {
          data: { values: [{ middle, y }] },
          mark: {
            type: 'point' as const,
            filled: true,
            shape: style.shape,
            color: style.color,
            size: 60,
            opacity: 1,
            stroke: 'white',
            strokeWidth: 0.7,
          },
          encoding: { x: pixels('middle'), y: pixels('y') },
        },
      ]),
      pixelWords(
        labels.map(({ label, text, y }) => ({ label, text, y })),
        'label',
        NAME,
        'text',
      ),
    ],
  };
}

function referenceEntry(
  { x, x2, y }: { readonly x: number; readonly x2: number; readonly y: number },
  color: string,
): Layer[] {
  const values = [{ x, x2, y, low: y - 5, high: y + 5 }];
  return [
    {
      data: { values },
      mark: bandMark(color),
      encoding: { x: pixels('x'), x2: { field: 'x2' }, y: pixels('low'), y2: { field: 'high' } },
    },
    pixelRules(values, levelMark(color)),
  ];
}
