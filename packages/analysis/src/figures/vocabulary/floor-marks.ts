/** Scores that need no recurrent model: dotted rules with letters beside the panel, which a legend spells out. */
import { words } from './channels.ts';
import { dottedRule, NAME, pixelRules, pixelWords } from './marks.ts';
import { SUBTITLE_CHARACTER } from './theme.ts';
import type { Layer, View } from './view.ts';

/** A floor of a panel, in the unit of its axis. */
export interface PanelFloor {
  readonly label: string;
  readonly score: number;
}

/** Letters of floors by their labels. */
export type FloorLetters = ReadonlyMap<string, string>;

const ROW = 16;
/** Letters nearer than this would lie on each other, in pixels. */
const APART = 9;

/** A letter for each label, in the order of appearance: `a`, `b`, …; numbers beyond `z`. */
export function floorLetters(labels: Iterable<string>): FloorLetters {
  const distinct = [...new Set(labels)];
  return new Map(distinct.map((label, i) => [label, i < 26 ? String.fromCharCode(97 + i) : String(i + 1)]));
}

/** The rules of a panel, `[width, height]` pixels, on a vertical axis with this domain; letters that would touch stand together. */
export function floorLayers(
  floors: readonly PanelFloor[],
  letters: FloorLetters,
  y: object,
  [low, high]: readonly [number, number],
  [width, height]: readonly [number, number],
): Layer[] {
  if (floors.length === 0) return [];
  const perPixel = (high - low) / height;
  const groups: PanelFloor[][] = [];
  for (const floor of [...floors].sort((a, b) => a.score - b.score)) {
    const last = groups.at(-1);
    if (last !== undefined && floor.score - last[0]!.score < APART * perPixel) last.push(floor);
    else groups.push([floor]);
  }
  const named = groups.map((group) => ({
    text: group
      .map(({ label }) => letters.get(label) ?? '')
      .sort()
      .join(' '),
    score: group[0]!.score,
  }));
  return [
    {
      data: { values: floors.map(({ label, score }) => ({ label, score })) },
      mark: dottedRule(),
      encoding: { y },
    },
    {
      data: { values: named },
      mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 10, dx: 3, color: '#444444' },
      encoding: { x: { value: width }, y, text: words('text') },
    },
  ];
}

/** What the letters stand for, in rows of at most `width` pixels; no view where there are none. */
export function floorLegend(letters: FloorLetters, width: number): View[] {
  if (letters.size === 0) return [];
  const placed: { text: string; x: number; y: number }[] = [];
  let [x, y] = [32, ROW / 2];
  for (const [label, letter] of letters) {
    const text = `${letter}  ${label}`;
    const length = (text.length + 4) * SUBTITLE_CHARACTER;
    if (x > 32 && x + length > width) [x, y] = [32, y + ROW];
    placed.push({ text, x, y });
    x += length;
  }
  return [
    {
      width,
      height: y + ROW / 2,
      view: { stroke: null },
      layer: [
        pixelRules([{ x: 0, x2: 26, y: ROW / 2 }], dottedRule()),
        pixelWords(placed, 'text', { ...NAME, color: '#444444' }),
      ],
    },
  ];
}
