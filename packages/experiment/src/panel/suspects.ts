/** Which definitions probably changed, from which entries of the panel did. */

/** Definitions that an entry uses, by the entry. */
export type Uses = ReadonlyMap<string, readonly string[]>;

/**
 * A few definitions that together are used by all `changed` entries and by few others, most telling first; those between
 * which the panel cannot tell stand together. Each step takes what explains most changed entries for each unchanged one
 * that it would accuse, too.
 */
export function suspectsOf(changed: readonly string[], uses: Uses): string[][] {
  const unchanged = [...uses.keys()].filter((entry) => !changed.includes(entry));
  const used = (definition: string, entries: readonly string[]): string[] =>
    entries.filter((entry) => uses.get(entry)?.includes(definition));
  const suspects: string[][] = [];
  let left = changed;
  while (left.length > 0) {
    const rated = [...new Set(left.flatMap((entry) => uses.get(entry) ?? []))].map((definition) => ({
      definition,
      rating: used(definition, left).length / (1 + used(definition, unchanged).length),
      explained: used(definition, left).join('\n'),
    }));
    const best = rated.reduce((a, b) => (b.rating > a.rating ? b : a));
    suspects.push(
      rated
        .filter(({ rating, explained }) => rating === best.rating && explained === best.explained)
        .map(({ definition }) => definition)
        .sort(),
    );
    const explained = used(best.definition, left);
    left = left.filter((entry) => !explained.includes(entry));
  }
  return suspects;
}
