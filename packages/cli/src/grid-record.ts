/**
 * The list of a grid's results that a sweep leaves for the tools that draw: keys and digests, no times, and the data that
 * are not on this machine, for without them scores of guessing may be left out. It changes exactly when a table or a
 * figure may change, so it serves as their input for caching.
 */
import { join } from 'node:path';
import type { LoadedExperiment, RunStore } from '@dsrnn/experiment';
import { selectRuns } from './open-experiment.ts';
import type { Workspace } from './workspace.ts';
import { jsonFile, writeFiles } from './write-files.ts';

/** Writes `build/<id>/<profile>/grid.json` for the whole grid, with what tuning has added to it. */
export async function writeGridRecord(
  experiment: LoadedExperiment,
  profile: string,
  store: RunStore,
  workspace: Workspace,
): Promise<void> {
  const { distinctRuns } = await import('@dsrnn/experiment');
  const { listSources } = await import('@dsrnn/datasets');
  const grid = distinctRuns(await selectRuns(experiment, { profile }, store));
  const used = new Set(grid.flatMap(({ spec }) => Object.keys(experiment.registries.dataDigests(spec.task))));
  const absentData = (await listSources({ cacheDir: workspace.data }))
    .filter(({ id, state }) => used.has(id) && (state === 'needs download' || state === 'unavailable'))
    .map(({ id }) => id);
  const runs = grid
    .map(({ key }) => ({ key, digests: store.get(key)?.digests ?? null }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const record = { experiment: experiment.id, profile, config: experiment.digest, absentData, runs };
  writeFiles(join(workspace.build, experiment.id, profile), 'grid', [jsonFile('grid.json', record)]);
}
