/** Text in columns for a terminal. */
import { wrapText } from '@dsrnn/portable';

const GAP = 2;
/** No column of words gets narrower than this; where that is not enough, rows are shown one under the other. */
const NARROWEST = 12;

/**
 * Pads the cells of each column to one width, two spaces apart. The first `left` columns are flush left. Where a line
 * would be wider than `width`, the widest columns are wrapped; where even that does not fit, each row becomes a block of
 * lines `head: cell` under the heads of the first row.
 */
export function alignColumns(rows: readonly (readonly string[])[], left: number, width = Infinity): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const natural = Array.from({ length: count }, (_, i) =>
    Math.max(...rows.map((row) => (row[i] ?? '').length)),
  );
  const widths = shrink(natural, width - GAP * (count - 1));
  if (widths === null) return blocks(rows, width);
  return rows.flatMap((row) => {
    const wrapped = widths.map((limit, i) => wrapWords(row[i] ?? '', limit));
    const height = Math.max(1, ...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      wrapped
        .map((lines, i) => {
          const cell = lines[line] ?? '';
          return i < left ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!);
        })
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
  });
}

/** The first `most` of some lines, and how many more there are. */
export function firstOf(lines: readonly string[], most: number): string[] {
  const more = lines.length - most;
  return [...lines.slice(0, most), ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** Takes from the widest column until all fit into `room`; null if that would make one too narrow. */
function shrink(natural: readonly number[], room: number): number[] | null {
  const widths = [...natural];
  for (;;) {
    const excess = widths.reduce((sum, one) => sum + one, 0) - room;
    if (excess <= 0) return widths;
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) return null;
    const next = Math.max(NARROWEST, ...widths.filter((one) => one < widest));
    const i = widths.indexOf(widest);
    widths[i] = Math.max(next === widest ? widest - 1 : next, widest - excess);
  }
}

/** Lines of at most `width` characters; a longer word is broken. */
function wrapWords(text: string, width: number): string[] {
  return wrapText(text, width).flatMap((line) =>
    line.length <= width ? [line] : (line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []),
  );
}

function blocks([heads = [], ...rows]: readonly (readonly string[])[], width: number): string[] {
  return rows.flatMap((row) => [
    ...row.flatMap((cell, i) => {
      if (cell === '') return [];
      const [first = '', ...rest] = wrapWords(`${heads[i] ?? ''}: ${cell}`, Math.max(NARROWEST, width - GAP));
      return [first, ...rest.map((line) => `${' '.repeat(GAP)}${line}`)];
    }),
    '',
  ]);
}
