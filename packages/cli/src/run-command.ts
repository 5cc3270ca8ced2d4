/** The command that computes one run of a grid, wherever the same workspace and run store are seen. */
import { basename, dirname } from 'node:path';
import type { GridRun, LoadedExperiment } from '@dsrnn/experiment';
import type { Selection } from './open-experiment.ts';
import type { SweepSettings } from './sweep.ts';
import type { Workspace } from './workspace.ts';

/**
 * The words of that command for each row of the grid. They name every label of the row, which a grid has once, so no
 * other run is selected; the seed is among them, so how many seeds `selection` keeps need not be said.
 */
export async function runCommand(
  experiment: LoadedExperiment,
  { profile, backend, engine }: Selection,
  { fresh, keepModels, deviceMemoryMb }: SweepSettings,
  workspace: Workspace,
): Promise<(row: GridRun) => readonly string[]> {
  const { formatRunFilter } = await import('@dsrnn/experiment');
  const run = ['npx', 'dsrnn', 'run', experimentWord(experiment, workspace), '--profile', profile];
  const settings = [
    ...(backend === undefined ? [] : ['--backend', backend]),
    ...(engine === undefined ? [] : ['--engine', engine]),
    ...(deviceMemoryMb === undefined ? [] : ['--device-memory', String(deviceMemoryMb)]),
    ...(fresh === true ? ['--fresh'] : []),
    ...(keepModels === true ? ['--keep-models'] : []),
  ];
  return ({ labels, spec }) => {
    const { architecture, stream, strategy, method, recipe } = labels;
    const only = formatRunFilter({
      architecture: [architecture],
      task: [stream],
      ...(strategy === null ? {} : { strategy: [strategy] }),
      method: [method],
      recipe: [recipe],
      sparsity: [spec.sparsity],
      seed: [spec.seed],
    });
    return [...run, '--only', only, ...settings];
  };
}

/** The id where the experiment lies in the workspace, its file elsewhere. */
function experimentWord({ file }: LoadedExperiment, { experiments }: Workspace): string {
  const folder = dirname(file);
  return dirname(folder) === experiments ? basename(folder) : file;
}
