/** The title of a panel in one line or two. */

/** `first` above the rest in one line; what is null is left out, and so is a second line without anything. */
export function facetTitle(first: string, ...rest: readonly (string | null)[]): string[] {
  const second = joined(...rest);
  return [first, ...(second === '' ? [] : [second])];
}

/** `replay, 90 %`; what is null is left out. */
export function joined(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(', ');
}
