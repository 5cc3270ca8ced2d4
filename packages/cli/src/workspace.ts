/** Where things are. The only file of the package that reads environment variables. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from './errors.ts';
import type { Host } from './session.ts';

/** Absolute paths of the workspace's folders. */
export interface Workspace {
  readonly root: string;
  readonly experiments: string;
  readonly configs: string;
  /** Committed reference results: `<id>/<profile>/`. */
  readonly results: string;
  /** Tables and figures drawn here, git-ignored: `<id>/<profile>/`. */
  readonly build: string;
  /** The run store; DSRNN_RUNS_DIR moves it. */
  readonly runs: string;
  /** The data cache; DSRNN_DATA_DIR moves it. */
  readonly data: string;
}

/** The workspace around the working folder. Throws UsageError outside of one. */
export function findWorkspace({ cwd, env }: Host): Workspace {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'experiments')) && existsSync(join(folder, 'nx.json'))) {
      return {
        root: folder,
        experiments: join(folder, 'experiments'),
        configs: join(folder, 'configs'),
        results: join(folder, 'results'),
        build: join(folder, 'build'),
        runs: resolve(cwd, env['DSRNN_RUNS_DIR'] || join(folder, 'runs')),
        data: resolve(cwd, env['DSRNN_DATA_DIR'] || join(folder, '.data-cache')),
      };
    }
    if (dirname(folder) === folder) {
      throw new UsageError(
        `${cwd}: not inside a dsrnn workspace (no parent folder has experiments/ and nx.json); ` +
          'change into the folder that you cloned',
      );
    }
  }
}

/** The Python that DSRNN_PYTHON names for peers of `dsrnn bench`, if it does. */
export function peerPython({ env }: Host): string | undefined {
  return env['DSRNN_PYTHON'] || undefined;
}

/** Whether DSRNN_WORKER_NODE is `own`: workers then run on the Node of the command, with vectors of 128 bits. */
export function wantsOwnNode({ env }: Host): boolean {
  const wanted = env['DSRNN_WORKER_NODE'] || 'any';
  if (wanted !== 'any' && wanted !== 'own') {
    throw new UsageError(
      `DSRNN_WORKER_NODE=${wanted}: own (workers run on the Node of the command, as it is) or any (the fastest that is ` +
        'there; this is the default)',
    );
  }
  return wanted === 'own';
}

/** Ids of all experiments, sorted: the folders of experiments/ that hold an experiment.yaml. */
export function experimentIds(workspace: Workspace): readonly string[] {
  return readdirSync(workspace.experiments)
    .filter((id) => existsSync(join(workspace.experiments, id, 'experiment.yaml')))
    .sort();
}

/** File of every committed `runs.jsonl`, sorted. */
export function committedFiles(workspace: Workspace): readonly string[] {
  const isFolder = existsSync(workspace.results) && statSync(workspace.results).isDirectory();
  if (!isFolder) return [];
  return readdirSync(workspace.results, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('runs.jsonl'))
    .map((file) => join(workspace.results, file))
    .sort();
}
