/** Orders that do not depend on the order of the input nor on the locale. */

/** Compares two texts by UTF-16 code units. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The distinct labels of `present`: first those of `listed` in its order, then the others by code unit. */
export function orderLabels(listed: readonly string[], present: Iterable<string>): string[] {
  const labels = new Set(present);
  const known = [...new Set(listed)].filter((label) => labels.has(label));
  const others = [...labels].filter((label) => !known.includes(label)).sort(compareText);
  return [...known, ...others];
}

/** The distinct numbers of `values`, ascending. */
export function distinctNumbers(values: Iterable<number>): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
