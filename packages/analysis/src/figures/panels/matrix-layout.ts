/** The sizes of matrices of scores, and the rows of a page that they stand in. All lengths are pixels. */
import { CONTENT_WIDTH } from '../vocabulary/page.ts';
import { PANEL_SPACING } from '../vocabulary/theme.ts';
import type { Block } from './matrix-data.ts';

/** About the size of a matrix at most; a cell takes whole pixels. */
const LARGEST = 46;
const SMALLEST = 12;
/** Between matrices. */
export const GAP = 4;
/** What labels of methods and a legend take of the width of a row, and titles of its height. */
const CHARACTER = 6;
const LEGEND = 80;
const OVERHANG = 32;
const TITLES = 76;
/** Between a number and the corner of its matrix. */
export const INSET = 2;
/** Width of a bold digit, about that of a sign, in em. */
const BOLD_DIGIT = 0.72;
/** The blocks in rows from the left, as many as fit, with the largest matrices for which they fit into `room` pixels. */
export function largestRows(blocks: readonly Block[], hasLegend: (block: Block) => boolean, room: number) {
  for (let matrix = LARGEST; ; matrix -= 1) {
    const rows: Block[][] = [];
    let free = 0;
    for (const block of blocks) {
      const labels = CHARACTER * Math.max(...block.methods.map(({ length }) => length));
      const matrices = spanOf(block.strategies.length, sizeOf(block, matrix));
      const width = labels + matrices + (hasLegend(block) ? LEGEND : OVERHANG);
      if (width > free) {
        rows.push([]);
        free = CONTENT_WIDTH;
      }
      rows.at(-1)!.push(block);
      free -= width + PANEL_SPACING;
    }
    const heights = rows.map((row) =>
      Math.max(...row.map((block) => TITLES + spanOf(block.methods.length, sizeOf(block, matrix)))),
    );
    const height = heights.reduce((sum, one) => sum + one + PANEL_SPACING, 0);
    if (height <= room || matrix === SMALLEST) return { matrix, rows };
  }
}

/** The size at which a bold number stays within a matrix, in pixels. */
export function lettersThatFit(text: string, size: number): number {
  const fitting = (size - 2 * INSET) / (BOLD_DIGIT * text.length);
  return Math.min(size < 36 ? 8 : 10, Math.floor(2 * fitting) / 2);
}

/** Width and height of each matrix of a block. */
export function sizeOf({ parts }: Block, matrix: number): number {
  return parts * Math.max(2, Math.floor(matrix / parts));
}

/** Length of so many matrices side by side. */
export function spanOf(count: number, size: number): number {
  return count * size + (count - 1) * GAP;
}
