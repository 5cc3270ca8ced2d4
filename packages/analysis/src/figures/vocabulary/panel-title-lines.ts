/** The title of a panel in one line or more. */
import { wrapText } from '@dsrnn/portable';
import type { Layer } from './view.ts';

const LARGEST = 12;
const SMALLEST = 6.5;
/** About the width of a character of the bold font, in em, with room to spare. */
const CHARACTER = 0.71;
/** Characters of a line in the smallest letters where six panels stand side by side. */
const LINE = 24;

/** A long name in lines that fit above a narrow panel, broken at spaces and hyphens. */
export function brokenTitle(name: string): string[] {
  if (name.length <= LINE) return [name];
  return wrapText(name.replaceAll('-', '- '), LINE).map((line) => line.replaceAll('- ', '-'));
}

/** The largest letters in which all of these lines fit above panels so wide, in pixels. */
export function titleSize(lines: readonly string[], panelWidth: number): number {
  const longest = Math.max(1, ...lines.map(({ length }) => length));
  const fitting = Math.floor((2 * panelWidth) / (longest * CHARACTER)) / 2;
  return Math.max(SMALLEST, Math.min(LARGEST, fitting));
}

/** Room that titles of so many lines take above a panel, in pixels. */
export function titleHeight(lines: number): number {
  return 7 + 15 * lines;
}

/**
 * The lines of a title above a panel, the last nearest to it, in letters of this size. It is a mark,
 * so that it stands at the same height above every panel whatever its axes.
 */
export function panelTitleLines(
  lines: readonly string[],
  panelWidth: number,
  fontSize = titleSize(lines, panelWidth),
): Layer {
  const lineHeight = Math.ceil(1.25 * fontSize);
  return {
    data: { values: [{ text: lines.join('\n') }] },
    mark: {
      ...{ type: 'text', fontSize, fontWeight: 'bold', baseline: 'bottom' },
      ...{ lineBreak: '\n', lineHeight, dy: -lineHeight * (lines.length - 1) },
    },
    encoding: {
      x: { value: panelWidth / 2 },
      y: { value: -7 },
      text: { field: 'text', type: 'nominal' },
    },
  };
}
