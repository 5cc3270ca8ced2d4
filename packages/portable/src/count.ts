/** Numbers of things as readers say them. */

/** `1 run`, `3 runs`, `0 runs`; `many` where the plural is not that with an s. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${String(n)} ${n === 1 ? one : many}`;
}
