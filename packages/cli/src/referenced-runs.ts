/** Which stored runs something could still read. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedExperiment } from '@dsrnn/experiment';
import { UsageError } from './errors.ts';
import { onBackend } from './open-experiment.ts';
import type { Workspace } from './workspace.ts';

/**
 * Keys of the runs of `experiments`, of every profile on every backend and engine, and of those in the records that
 * sweeps left in build/, also of experiments that were given by their path. Throws UsageError for a damaged record.
 */
export async function referencedRuns(
  experiments: readonly LoadedExperiment[],
  workspace: Workspace,
): Promise<ReadonlySet<string>> {
  const { backendName, engineName } = await import('@dsrnn/core');
  const { backendIssues, widestGrid } = await import('@dsrnn/experiment');
  const choices = backendName.options.flatMap((backend) =>
    engineName.options.map((engine) => ({ backend, engine })),
  );
  const keys = new Set(recordedKeys(workspace));
  for (const experiment of experiments) {
    for (const choice of choices) {
      if (backendIssues(choice, experiment.registries).length > 0) continue;
      const chosen = await onBackend(experiment, { profile: '', ...choice });
      for (const profile of chosen.profiles) {
        for (const { key } of widestGrid(chosen, profile)) keys.add(key);
      }
    }
  }
  return keys;
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
