/**
 * Places the names of the points of a Pareto front. Above and to the left of a front nothing is drawn, so that each
 * name hangs there, to the left of a pole on its point, pushed up until it is clear of the others.
 */

/** A point in pixels, x to the right and y upwards. */
export interface Pole {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Line height of a name, and width of a character with room to spare, at 10 pixels. */
const LINE = 13;
const CHARACTER = 6.2;
/** Half the size of a mark. */
const MARK = 7;
/** Between pole and name. */
export const FLAG_GAP = 3;

/** Width of a name. */
export function flagWidth(text: string): number {
  return FLAG_GAP + CHARACTER * text.length;
}

/** The heights of the middles of the names of `poles`, which are sorted by x, ascending. */
export function flagHeights(poles: readonly Pole[]): number[] {
  const heights: number[] = [];
  for (const [i, { x, y, text }] of poles.entries()) {
    const left = x - flagWidth(text);
    let height = y + MARK + LINE / 2;
    for (const [j, other] of poles.slice(0, i).entries()) {
      if (other.x + MARK > left) height = Math.max(height, other.y + MARK + LINE / 2);
      if (other.x > left) height = Math.max(height, heights[j]! + LINE);
    }
    heights.push(height);
  }
  return heights;
}
