/** Where two JSON values differ. */

/** The first place, in reading order, at which two values differ. */
export interface Difference {
  /** E.g. `curve[3].trainLoss`; empty where the values themselves differ. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Compares JSON values; undefined if they are equal. Numbers are equal if they are the same double. */
export function firstDifference(expected: unknown, actual: unknown, path = ''): Difference | undefined {
  if (isContainer(expected) && isContainer(actual) && Array.isArray(expected) === Array.isArray(actual)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    for (const name of names) {
      const place = Array.isArray(expected) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
      const difference = firstDifference(member(expected, name), member(actual, name), place);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return Object.is(expected, actual) || (expected === 0 && actual === 0)
    ? undefined
    : { path, expected, actual };
}

type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function member(container: Container, name: string): unknown {
  return (container as Readonly<Record<string, unknown>>)[name];
}
