/** The legend of panels in which marks stand for methods and the letters in them for architectures. */
import { given, pixels } from '../vocabulary/channels.ts';
import { pixelRules, pixelWords } from '../vocabulary/marks.ts';
import type { MethodStyle } from '../vocabulary/method-styles.ts';
import type { View } from '../vocabulary/view.ts';

const CHARACTER = 6.8;
const ROW = 20;
const INDENT = 18;

/** The front first, then methods, then architectures, on rows of their own, `width` pixels wide. */
export function paretoLegend(
  styles: readonly MethodStyle[],
  letters: readonly { readonly letter: string; readonly architecture: string }[],
  width: number,
): View {
  const methods = styles.map(({ method, color, shape }) => ({ label: method, color, shape }));
  const marks = placed(methods, width, 1);
  const names = placed(
    letters.map(({ letter, architecture }) => ({ label: architecture, letter })),
    width,
    1 + rowsOf(methods, width),
  );
  const front = { label: 'front: no other model is both faster and better', x: 24, y: ROW / 2 };
  const texts = [front, ...marks, ...names].map(({ label, x, y }) => ({ label, x: x + INDENT, y }));
  return {
    width,
    height: ROW * (1 + rowsOf(methods, width) + rowsOf(names, width)),
    view: { stroke: null },
    layer: [
      pixelRules([{ x: 0, x2: 36, y: ROW / 2 }], { type: 'rule', color: '#333333', strokeWidth: 1.2 }),
      {
        data: { values: marks },
        mark: { type: 'point', size: 150, opacity: 1, strokeWidth: 1 },
        encoding: {
          ...{ x: pixels('x'), y: pixels('y') },
          ...{ stroke: given('color'), fill: given('color'), shape: given('shape') },
        },
      },
      pixelWords(names, 'letter', { type: 'text', fontSize: 11, fontWeight: 'bold', baseline: 'middle' }),
      pixelWords(texts, 'label'),
    ],
  };
}

interface Entry {
  readonly label: string;
}

function entryWidth(entries: readonly Entry[]): number {
  return Math.max(
    110,
    Math.ceil(INDENT + 20 + CHARACTER * Math.max(...entries.map(({ label }) => label.length))),
  );
}

function columnsOf(entries: readonly Entry[], width: number): number {
  return Math.max(1, Math.floor(width / entryWidth(entries)));
}

function rowsOf(entries: readonly Entry[], width: number): number {
  return Math.ceil(entries.length / columnsOf(entries, width));
}

/** The entries with the middles of their marks, from row `first` on. */
function placed<E extends Entry>(entries: readonly E[], width: number, first: number) {
  const columns = columnsOf(entries, width);
  return entries.map((entry, i) => ({
    ...entry,
    x: 8 + (i % columns) * entryWidth(entries),
    y: (first + Math.floor(i / columns) + 0.5) * ROW,
  }));
}
