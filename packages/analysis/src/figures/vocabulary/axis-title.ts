/** Titles of axes that a panel has room for. */

/** About the width of a character of an axis title, in pixels. */
const CHARACTER = 6.1;

/** The first of these titles, from long to short, that fits `length` pixels; the last if none does. */
export function fittingTitle(titles: readonly [string, ...string[]], length: number): string {
  return titles.find((title) => title.length * CHARACTER <= length + 10) ?? titles.at(-1)!;
}
