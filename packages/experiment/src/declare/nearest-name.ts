/** The known name that a mistyped one most likely meant. */

/**
 * The candidate with the smallest edit distance to `name` (insertions, deletions, substitutions, swaps of
 * neighbours), or undefined where none is within a third of the name's length (at least 1, or 2 from 4 letters).
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(name.length >= 4 ? 2 : 1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `; did you mean "x"? (known: a, b, c)`: the end of every message about an unknown name. */
export function suggestion(name: string, candidates: readonly string[]): string {
  const nearest = nearestName(name, candidates);
  const known = candidates.length === 0 ? 'none' : candidates.join(', ');
  return `${nearest === undefined ? '' : `; did you mean "${nearest}"?`} (known: ${known})`;
}

/** Optimal string alignment distance. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, rows[i - 2]![j - 2]! + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
