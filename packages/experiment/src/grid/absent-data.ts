/** Which data the runs of a grid need and this machine does not have. */
import { count } from '@dsrnn/portable';
import { listSources, type DataAccess } from '@dsrnn/datasets';
import { distinctRuns, type GridRun } from './expand-grid.ts';
import type { Registries } from '../spec/registries.ts';

/** A source that is not here, and what waits for it. */
export interface AbsentData {
  readonly source: string;
  readonly title: string;
  /** The command that brings it. */
  readonly howToGet: string;
  /** Labels of the tasks that read it. */
  readonly tasks: readonly string[];
  readonly runs: number;
}

/** Sources that `runs` read and that are neither in the cache nor in an installed package. Hashes and reads nothing. */
export async function absentData(
  runs: readonly GridRun[],
  registries: Pick<Registries, 'dataDigests'>,
  access: DataAccess,
): Promise<readonly AbsentData[]> {
  const listings = await listSources(access);
  const sourcesOf = new Map<string, readonly string[]>();
  for (const { spec, labels } of runs) {
    if (!sourcesOf.has(labels.stream))
      sourcesOf.set(labels.stream, Object.keys(registries.dataDigests(spec.task)));
  }
  return listings.flatMap(({ id, title, state, howToGet }) => {
    if (state !== 'needs download' && state !== 'unavailable') return [];
    const waiting = distinctRuns(runs).filter(({ labels }) => sourcesOf.get(labels.stream)!.includes(id));
    if (waiting.length === 0) return [];
    const tasks = [...new Set(waiting.map(({ labels }) => labels.stream))];
    return [{ source: id, title, howToGet, tasks, runs: waiting.length }];
  });
}

/** One line a source: `speech-commands, for 20 runs of speech: …`. */
export function absentDataText({ source, howToGet, tasks, runs }: AbsentData): string {
  return `${source}, which ${count(runs, 'run')} of ${tasks.join(', ')} ${runs === 1 ? 'reads' : 'read'}, is not on this machine: ${howToGet}`;
}
