/** How results computed here compare with committed ones, bit by bit. */
import { count } from '@dsrnn/portable';
import type { GridRun } from '@dsrnn/experiment';
import { sameDigests, type Result } from '@dsrnn/records';
import { runName } from './progress/progress-lines.ts';

/** A result of a run: its key and the digests of its outcome. */
type Digested = Pick<Result, 'key' | 'digests'>;

/** A comparison: counts of results, and names of the runs that differ. */
export interface Agreement {
  /** Such as `results/sparsity/quick`. */
  readonly place: string;
  /** Results that are committed there. */
  readonly committed: number;
  /** Of those, results of runs that were asked for. */
  readonly shared: number;
  readonly same: number;
  /** Without a result here yet, as of a run that another process computes. */
  readonly absent: number;
  readonly different: readonly string[];
}

/** How many runs are named; changed numbers would name them all. */
const NAMED = 10;

/**
 * Compares the results of `runs` with the `committed` ones of `place`. `ours` gives what was computed here, undefined
 * where there is nothing yet.
 */
export function agreementOf(
  runs: readonly GridRun[],
  committed: readonly Digested[],
  ours: (key: string) => Digested | undefined,
  place: string,
): Agreement {
  const digests = new Map(committed.map((one) => [one.key, one.digests]));
  const asked = [...new Map(runs.map((run) => [run.key, run])).values()];
  const shared = asked.filter(({ key }) => digests.has(key));
  const found = shared.filter(({ key }) => ours(key) !== undefined);
  const different = found.filter(({ key }) => !sameDigests(ours(key)!.digests, digests.get(key)!));
  return {
    place,
    committed: committed.length,
    shared: shared.length,
    same: found.length - different.length,
    absent: shared.length - found.length,
    different: different.map(runName),
  };
}

/** The comparison in words, a line a fact. */
export function agreementLines({ place, committed, shared, same, absent, different }: Agreement): string[] {
  if (committed === 0) return [`No results are committed in ${place} to compare with.`];
  const lines = [
    `${same} of ${count(shared, 'result')} ${same === 1 ? 'is' : 'are'} the same bits as committed in ${place}.`,
  ];
  if (absent > 0) lines.push(`${absent} of them ${absent === 1 ? 'has' : 'have'} no result here yet.`);
  if (different.length > 0) {
    const more = different.length - NAMED;
    lines.push(
      `${different.length} ${different.length === 1 ? 'differs' : 'differ'}${more > 0 ? `, the first ${NAMED} of them` : ''}:`,
      ...different.slice(0, NAMED).map((name) => `  ${name}`),
      '`dsrnn check` names the first number that differs.',
    );
  }
  return lines;
}
