/** How wide text may be. */
import type { TextSink } from './session.ts';

/** Where nobody says: a file, a pipe, a terminal that does not know its width and says 0. */
const DEFAULT_WIDTH = 100;

/** Characters a line of `sink`. */
export function widthOf({ columns }: TextSink): number {
  return columns === undefined || columns < 1 ? DEFAULT_WIDTH : columns;
}
