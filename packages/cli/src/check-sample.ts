/** Which committed results to recompute. */
import { groupBy } from '@dsrnn/portable';

/** A result that may be chosen. */
export interface Candidate {
  readonly key: string;
  readonly method: string;
}

/** Weeks after which every committed result was recomputed, if the check runs once a week with its own seed. */
const WEEKS = 50;

/** The fewest that are recomputed: about one of each method of a usual experiment. */
const FEWEST = 8;

/** How many of `committed` results are recomputed where nothing is said: enough to get through all of them in a year. */
export function sampleSize(committed: number): number {
  return Math.max(FEWEST, Math.ceil(committed / WEEKS));
}

/** The seed of a day where none is given: whole weeks since 1970-01-01, so that checks week after week go on. */
export function seedOfWeek(date: Date): number {
  return Math.floor(date.getTime() / (7 * 24 * 3600 * 1000));
}

/**
 * `count` candidates, or all if there are fewer. All of them stand in one circle, the methods spread evenly over it and
 * each in the order of its keys, which are hashes; seed s gives the s-th stretch of `count`. So a stretch holds the
 * methods by their share, and as many seeds in a row as there are stretches give every candidate.
 */
export function chooseSample<T extends Candidate>(
  candidates: readonly T[],
  count: number,
  seed: number,
): T[] {
  const circle = interleaved(candidates);
  const size = Math.min(count, circle.length);
  return Array.from({ length: size }, (_, i) => circle[(seed * size + i) % circle.length]!);
}

/** By how far through its method a candidate stands; methods in code-unit order break ties. */
function interleaved<T extends Candidate>(candidates: readonly T[]): T[] {
  const sorted = [...candidates].sort((a, b) => compare(a.key, b.key));
  return [...groupBy(sorted, ({ method }) => method).values()]
    .flatMap((group) => group.map((candidate, i) => ({ candidate, at: (i + 0.5) / group.length })))
    .sort((a, b) => a.at - b.at || compare(a.candidate.method, b.candidate.method))
    .map(({ candidate }) => candidate);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
