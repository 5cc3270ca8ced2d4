/** Mean gradients of classes: the gradients of the classes' mean losses on the chosen examples. */

/** Means of `vectors` by class, of the classes that occur, in ascending order (see `occurringClasses`). */
export function classMeans(vectors: readonly Float32Array[], labels: readonly number[]): Float32Array[] {
  const length = vectors[0]?.length ?? 0;
  return occurringClasses(labels).map((label) => {
    const members = vectors.filter((_, e) => labels[e] === label);
    const total = new Float64Array(length);
    for (const vector of members) {
      for (let i = 0; i < length; i++) total[i]! += vector[i]!;
    }
    return Float32Array.from(total, (value) => value / members.length);
  });
}

/** The classes that occur, ascending. */
export function occurringClasses(labels: readonly number[]): number[] {
  return [...new Set(labels)].sort((a, b) => a - b);
}
