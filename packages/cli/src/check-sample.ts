/** Which committed results to recompute, and where a recomputed one differs. */

/** A result that may be chosen. */
export interface Candidate {
  readonly key: string;
  readonly method: string;
}

/**
 * `count` candidates, or all if there are fewer. Methods take turns in code-unit order, each giving its lowest key
 * that is left. Keys are hashes, so the choice is arbitrary but the same everywhere.
 */
export function chooseSample<T extends Candidate>(candidates: readonly T[], count: number): T[] {
  const queues = new Map<string, T[]>();
  const sorted = [...candidates].sort((a, b) => compare(a.method, b.method) || compare(a.key, b.key));
  for (const candidate of sorted) {
    const queue = queues.get(candidate.method);
    if (queue === undefined) queues.set(candidate.method, [candidate]);
    else queue.push(candidate);
  }
  const chosen: T[] = [];
  while (chosen.length < Math.min(count, candidates.length)) {
    for (const queue of queues.values()) {
      const next = queue.shift();
      if (next !== undefined && chosen.length < count) chosen.push(next);
    }
  }
  return chosen;
}

/** The first place, in reading order, at which two values differ. */
export interface Difference {
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

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
