/** What shares a key. Compared as keys of a Map are; the order is that in which values first come, so results keep theirs. */

/** The values of each key, keys and values in the order in which they come. */
export function groupBy<Key, Value>(
  values: Iterable<Value>,
  keyOf: (value: Value) => Key,
): ReadonlyMap<Key, readonly Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** The first value of each key. */
export function uniqueBy<Value>(values: Iterable<Value>, keyOf: (value: Value) => unknown): Value[] {
  return [...groupBy(values, keyOf).values()].map(([first]) => first!);
}
