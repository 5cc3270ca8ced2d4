/** From the words of the command line to experiments, runs and the run store. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { GridRun, LoadedExperiment, RunStore } from '@dsrnn/experiment';
import { UsageError } from './errors.ts';
import type { Session } from './session.ts';
import { committedFiles, experimentIds, findWorkspace, type Workspace } from './workspace.ts';

/** Which runs of an experiment are meant. */
export interface Selection {
  readonly profile: string;
  readonly only?: string | undefined;
  readonly seedCount?: number | undefined;
  readonly backend?: string | undefined;
  readonly engine?: string | undefined;
}

/** Everything that a command on experiments needs. */
export interface Opened {
  readonly workspace: Workspace;
  readonly experiments: readonly LoadedExperiment[];
  readonly store: RunStore;
  /** Nothing of this machine counts, only what is committed. */
  readonly onlyCommitted: boolean;
}

/**
 * Loads the named experiments, all of them if none is named, and opens the run store over the committed results, or
 * without them if `fresh`. Throws UsageError for an unknown id, ConfigError with the faults of all wrong files.
 */
export async function openExperiments(
  names: readonly string[],
  session: Session,
  fresh = false,
): Promise<Opened> {
  const { collectIssues, loadExperiment, loadPresets, openRunStore } = await import('@dsrnn/experiment');
  const workspace = findWorkspace(session.host);
  const chosen = names.length > 0 ? names : experimentIds(workspace);
  if (chosen.length === 0) throw new UsageError(`${workspace.experiments}: holds no experiment`);
  const files = await Promise.all(chosen.map((name) => experimentFile(name, workspace, session)));
  const presets = loadPresets(workspace.configs);
  const store = openRunStore({ root: workspace.runs, committed: fresh ? [] : committedFiles(workspace) });
  if (store.holdsOutdated()) {
    session.note(
      `notice: ${workspace.runs}: holds results of an older format, which are not read; \`npm run runs:migrate\` brings them into that of today without computing anything`,
    );
  }
  return {
    workspace,
    experiments: await collectIssues([...new Set(files)], (file) => loadExperiment(file, presets)),
    store,
    onlyCommitted: false,
  };
}

/**
 * The same experiments over nothing but what is committed in `results/<id>/<profile>`: no run and no time of this machine
 * has a part in what is drawn from it.
 */
export async function committedOnly(opened: Opened, id: string, profile: string): Promise<Opened> {
  const { openRunStore } = await import('@dsrnn/experiment');
  const { results } = opened.workspace;
  const folder = join(results, id, profile);
  // A folder that cannot hold runs, so that the committed ones are the only ones.
  const store = openRunStore({ root: join(folder, 'runs.jsonl'), committed: [join(folder, 'runs.jsonl')] });
  return { ...opened, store, onlyCommitted: true };
}

/** Opens exactly one experiment. */
export async function openExperiment(
  name: string,
  session: Session,
): Promise<Opened & { readonly experiment: LoadedExperiment }> {
  const opened = await openExperiments([name], session);
  return { ...opened, experiment: opened.experiments[0]! };
}

/**
 * The runs of a grid that are meant, never none, with the learning rates that the results in `store` ask for so far.
 * Throws ConfigError that says why there are none, StoreError for a damaged record.
 */
export async function selectRuns(
  experiment: LoadedExperiment,
  selection: Selection,
  store: Pick<RunStore, 'get'>,
): Promise<GridRun[]> {
  const { growGrid, parseRunFilter } = await import('@dsrnn/experiment');
  const { profile, only, seedCount } = selection;
  return growGrid(
    await onBackend(experiment, selection),
    profile,
    (key) => store.get(key)?.outcome,
    only === undefined ? {} : parseRunFilter(only),
    seedCount,
  );
}

/**
 * The selection with the seeds that tune, whichever it names, where a profile tunes with some of its seeds: they have
 * chosen the learning rate of the others. The selection itself elsewhere.
 */
export async function withTuningSeeds(
  experiment: LoadedExperiment,
  selection: Selection,
): Promise<Selection> {
  const { formatRunFilter, parseRunFilter, profileOf } = await import('@dsrnn/experiment');
  const { profile, only } = selection;
  if (only === undefined || profileOf(experiment, profile).rates?.seeds === undefined) return selection;
  const { seed, ...others } = parseRunFilter(only);
  if (seed === undefined) return selection;
  return { ...selection, only: Object.keys(others).length === 0 ? undefined : formatRunFilter(others) };
}

/** The experiment on the backend and engine that are meant. Throws ConfigError as `withBackend`. */
export async function onBackend(
  experiment: LoadedExperiment,
  { backend, engine }: Selection,
): Promise<LoadedExperiment> {
  if (backend === undefined && engine === undefined) return experiment;
  const { withBackend } = await import('@dsrnn/experiment');
  return withBackend(experiment, { backend, engine });
}

async function experimentFile(name: string, workspace: Workspace, { host }: Session): Promise<string> {
  if (name.endsWith('.yaml') || name.includes('/') || name.includes(sep)) {
    const path = resolve(host.cwd, name);
    return existsSync(path) && statSync(path).isDirectory() ? join(path, 'experiment.yaml') : path;
  }
  const file = join(workspace.experiments, name, 'experiment.yaml');
  if (existsSync(file)) return file;
  const { suggestion } = await import('@dsrnn/experiment');
  throw new UsageError(`unknown experiment "${name}"${suggestion(name, experimentIds(workspace))}`);
}
