/** Which stored runs something could still read. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedExperiment } from '@dsrnn/experiment';
import { UsageError } from './errors.ts';
import { onBackend } from './open-experiment.ts';
import type { Workspace } from './workspace.ts';

/**
 * Those of the `stored` keys that belong to a run of `experiments`, in any profile on any backend and engine, or stand in
 * a record that a sweep left in build/, also of an experiment that was given by its path. Throws UsageError for a
 * damaged record. Grids are expanded only until all keys are found, their own backends first.
 */
export async function referencedRuns(
  stored: readonly string[],
  experiments: readonly LoadedExperiment[],
  workspace: Workspace,
): Promise<ReadonlySet<string>> {
  const { backendName, engineName } = await import('@dsrnn/core');
  const { backendIssues, widestGrid } = await import('@dsrnn/experiment');
  const others = backendName.options.flatMap((backend) =>
    engineName.options.map((engine) => ({ backend, engine })),
  );
  const recorded = new Set(recordedKeys(workspace));
  const found = new Set(stored.filter((key) => recorded.has(key)));
  for (const choice of [{}, ...others]) {
    for (const experiment of experiments) {
      if (backendIssues(choice, experiment.registries).length > 0) continue;
      const chosen = await onBackend(experiment, { profile: '', ...choice });
      for (const profile of chosen.profiles) {
        if (found.size === stored.length) return found;
        const keys = new Set(widestGrid(chosen, profile).map(({ key }) => key));
        for (const key of stored) if (keys.has(key)) found.add(key);
      }
    }
  }
  return found;
}

/** Keys in `build/<id>/<profile>/grid.json`. */
function recordedKeys({ build }: Workspace): string[] {
  const folders = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => join(folder, name))
      : [];
  return folders(build)
    .flatMap(folders)
    .map((folder) => join(folder, 'grid.json'))
    .filter((file) => existsSync(file))
    .flatMap(keysOf);
}

function keysOf(file: string): string[] {
  try {
    const { runs } = JSON.parse(readFileSync(file, 'utf8')) as { readonly runs: readonly { key: string }[] };
    return runs.map(({ key }) => key);
  } catch (cause) {
    throw new UsageError(
      `${file}: is no record of a grid, so runs that it names might be removed; delete it, or run the experiment again`,
      { cause },
    );
  }
}
