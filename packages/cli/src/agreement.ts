/** How results computed here compare with committed ones, bit by bit. */
import type { GridRun } from '@dsrnn/experiment';
import { runName } from './progress/progress-lines.ts';

/** A result of a run: its key and the digest of its outcome. */
interface Digested {
  readonly key: string;
  readonly digest: string;
}

/** What is said of the comparison, and whether a result differs. */
export interface Agreement {
  readonly text: string;
  readonly differs: boolean;
}

/** How many runs are named; a changed numerics would name them all. */
const NAMED = 10;

/**
 * Compares the results of `runs` with the `committed` ones of `place`, such as `results/sparsity/quick`. `ours` gives
 * what was computed here, undefined where there is nothing yet, as of a run that another process computes.
 */
export function agreementOf(
  runs: readonly GridRun[],
  committed: readonly Digested[],
  ours: (key: string) => Digested | undefined,
  place: string,
): Agreement {
  if (committed.length === 0) {
    return { text: `No results are committed in ${place} to compare with.`, differs: false };
  }
  const digests = new Map(committed.map(({ key, digest }) => [key, digest]));
  const shared = runs.filter(({ key }) => digests.has(key));
  const found = shared.filter(({ key }) => ours(key) !== undefined);
  const different = found.filter(({ key }) => ours(key)?.digest !== digests.get(key));
  const same = found.length - different.length;
  const lines = [
    `${String(same)} of ${String(shared.length)} results are the same bits as those committed in ${place}.`,
  ];
  const absent = shared.length - found.length;
  if (absent > 0) lines.push(`${String(absent)} of them have no result here yet.`);
  if (different.length > 0) {
    const more = different.length - NAMED;
    lines.push(
      `${String(different.length)} differ${more > 0 ? `, the first ${String(NAMED)} of them` : ''}:`,
      ...different.slice(0, NAMED).map((run) => `  ${runName(run)}`),
      '`dsrnn check` names the first number that differs.',
    );
  }
  return { text: lines.join('\n'), differs: different.length > 0 };
}
