/** Text in columns for a terminal. */

/** Pads the cells of each column to one width, two spaces apart. The first `left` columns are flush left. */
export function alignColumns(rows: readonly (readonly string[])[], left: number): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(...rows.map((row) => (row[i] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => (i < left ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}
