/** Runs the missing runs of a grid and shows how it goes. */
import { availableParallelism } from 'node:os';
import type {
  GridRun,
  Lease,
  LoadedExperiment,
  RunError,
  RunStore,
  SweepSummary,
  WorkerNode,
} from '@dsrnn/experiment';
import { count, formatDuration } from '@dsrnn/portable';
import { exitCode, exitCodeOf, type ExitCode } from './exit-code.ts';
import { leaseText } from './lease-text.ts';
import { nodeOfWorkers } from './node-of-workers.ts';
import { runName } from './progress/progress-lines.ts';
import { reportProgress, silentProgress } from './progress/report-progress.ts';
import type { Session } from './session.ts';
import { firstOf } from './text-columns.ts';
import { wantsOwnNode, type Workspace } from './workspace.ts';

/** How to sweep. */
export interface SweepSettings {
  readonly workers: number | undefined;
  readonly failFast: boolean;
  /** Show no progress, because standard output is to be read by a program. */
  readonly silent: boolean;
  readonly signal: AbortSignal;
  /** The most device memory that each worker may take, in MB. */
  readonly deviceMemoryMb?: number | undefined;
  /** Kind of the executor; left out: the pool. */
  readonly executor?: string | undefined;
  /** Committed results do not count, wherever the runs are computed. */
  readonly fresh?: boolean | undefined;
  /** Keep the trained model of each run that is computed. */
  readonly keepModels?: boolean | undefined;
}

/** Where results go, and where the data are. */
export interface SweepPlace {
  readonly store: RunStore;
  readonly workspace: Workspace;
}

/** What `sweep` is told besides: the command that computes a row elsewhere. */
export interface SweepOrder extends SweepSettings {
  readonly commandOf: (row: GridRun) => readonly string[];
}

/** A run that was handed on, with the words of the command that computes it. */
export interface HandedOn {
  readonly key: string;
  readonly command: readonly string[];
}

/** A run that failed, with its error. */
export interface FailedRun {
  readonly run: GridRun;
  readonly error: RunError;
}

/** A run that another process holds, and its leases; none if they were given up by then. */
export interface HeldRun {
  readonly run: GridRun;
  readonly leases: readonly Lease[];
}

/** The end of a sweep. */
export interface SweepReport {
  readonly summary: SweepSummary;
  readonly failures: readonly FailedRun[];
  /** Runs that had a result in this sweep and have none in the store at its end: somebody removed it. */
  readonly lost: readonly GridRun[];
  /** Runs that another process holds. */
  readonly held: readonly HeldRun[];
  /** Runs that are left to whoever runs their commands. */
  readonly handedOn: readonly HandedOn[];
  /** Runs that nobody began, as after a stop. */
  readonly notBegun: number;
  readonly wallMs: number;
}

/**
 * Sweeps `rows`. Throws before anything is trained: ConfigError for an unknown executor and as `planGrid`; where runs are
 * computed here, StoreError if the store cannot be written, BackendError if the backend of runs that have no result does
 * not compute here, DatasetError if data are missing.
 */
export async function sweep(
  rows: readonly GridRun[],
  experiment: LoadedExperiment,
  { store, workspace }: SweepPlace,
  session: Session,
  settings: SweepOrder,
): Promise<SweepReport> {
  const { distinctRuns, executorKinds, executorOf, machineFacts, monotonicMs, planGrid } =
    await import('@dsrnn/experiment');
  const { registries } = experiment;
  const { workers = availableParallelism(), failFast, silent, signal, deviceMemoryMb, commandOf } = settings;
  const { keepModels = false } = settings;
  const executor = executorOf(settings.executor ?? executorKinds[0]!);
  const here = executor.computesHere;
  const { worker } = session.host;
  const runs = distinctRuns(rows);
  // A run in several rows bears the names of all of them; its command takes those of the first.
  const firstRows = new Map([...rows].reverse().map((row) => [row.key, row]));
  if (here) store.assertWritable();
  const device = here ? await expectDevice(runs, store, session, settings) : null;
  const plans = planGrid(experiment, runs);
  if (here) await expectData(runs, store, registries, { cacheDir: workspace.data });
  const node = here ? await nodeFor(runs, store, session, silent) : null;
  const macs = new Map([...plans].map(([key, { trainMacs }]) => [key, trainMacs]));
  const progress =
    silent || !here ? silentProgress : reportProgress(session.host.stderr, runs, macs, monotonicMs);
  const failures: FailedRun[] = [];
  const held: HeldRun[] = [];
  const settled: GridRun[] = [];
  const handedOn: HandedOn[] = [];
  const start = monotonicMs();
  try {
    const summary = await executor.execute(runs, store, {
      workers,
      access: { cacheDir: workspace.data },
      facts: {
        ...(await machineFacts(workspace.root)),
        ...(node === null ? {} : { node: node.version }),
        ...(device === null ? {} : { device }),
      },
      registries,
      failFast,
      keepModels,
      signal,
      commandOf: (run) => commandOf(firstRows.get(run.key) ?? run),
      ...(worker === undefined ? {} : { worker }),
      ...(node === null ? {} : { node }),
      ...(deviceMemoryMb === undefined ? {} : { deviceMemoryMb }),
      onEvent: (event) => {
        if (event.kind === 'failed') failures.push(event);
        if (event.kind === 'handed-on') handedOn.push({ key: event.run.key, command: event.command });
        if (event.kind === 'finished') settled.push(event.run);
        if (event.kind === 'skipped') {
          const { run, reason } = event;
          if (reason === 'locked') held.push({ run, leases: store.leases(run.key) });
          else settled.push(run);
        }
        if (event.kind === 'notice' && silent) session.note(`notice: ${event.text}`);
        progress.onEvent(event);
      },
    });
    const lost = settled.filter(({ key }) => store.origin(key) === undefined);
    if (here && keepModels) noteUnkept(settled, store, session);
    const begun = settled.length + failures.length + held.length + handedOn.length + summary.interrupted;
    return {
      summary,
      failures,
      lost,
      held,
      handedOn,
      notBegun: runs.length - begun,
      wallMs: monotonicMs() - start,
    };
  } finally {
    progress.close();
  }
}

/** Says how many results stand without the model that was asked for: they were there before, and nothing trains them again. */
function noteUnkept(settled: readonly GridRun[], store: RunStore, session: Session): void {
  const unkept = settled.filter(
    ({ key }) => store.get(key)?.outcome.status === 'completed' && !store.models.has(key),
  );
  if (unkept.length === 0) return;
  session.note(
    `notice: --keep-models keeps the models of runs that are computed: ${count(unkept.length, 'run')} had a result ` +
      'before, without a model; where a model is wanted, remove the result in the run store, or name another store by ' +
      'DSRNN_RUNS_DIR and compute with --fresh',
  );
}

/** Throws DatasetError that lists the data which runs without a result need and which are not here. */
async function expectData(
  runs: readonly GridRun[],
  store: RunStore,
  registries: LoadedExperiment['registries'],
  access: { readonly cacheDir: string },
): Promise<void> {
  const { absentData, absentDataText } = await import('@dsrnn/experiment');
  const missing = runs.filter(({ key }) => !store.has(key));
  const absent = await absentData(missing, registries, access);
  if (absent.length === 0) return;
  const { DatasetError } = await import('@dsrnn/datasets');
  const tasks = new Set(absent.flatMap((one) => one.tasks));
  const others = [...new Set(missing.map(({ labels }) => labels.stream))].filter((task) => !tasks.has(task));
  const rest = others.length === 0 ? '' : `; the others can be had with --only "task=${others.join('|')}"`;
  const list = absent.map((one) => `  ${absentDataText(one)}`).join('\n');
  throw new DatasetError(access.cacheDir, `data are missing, so nothing was trained${rest}\n${list}`);
}

/** What the runs without a result will compute on; null on a backend that a plain install brings. */
async function expectDevice(
  runs: readonly GridRun[],
  store: RunStore,
  session: Session,
  { silent, deviceMemoryMb }: SweepSettings,
): Promise<string | null> {
  // Runs of one grid have one backend.
  const backend = runs.find(({ key }) => store.get(key) === undefined)?.spec.backend;
  if (backend === undefined) return null;
  const { expectBackend, isDevice } = await import('./backends/expect-backend.ts');
  if (deviceMemoryMb !== undefined && !(await isDevice(backend))) {
    session.note(`notice: --device-memory does nothing on backend ${backend}, which computes in host memory`);
  }
  const device = await expectBackend(backend);
  if (device !== null && !silent) session.note(`${backend}: computes on ${device}`);
  return device;
}

/** The Node that workers run on; null: that of this command, for what is not computed by the kernels gains nothing. */
async function nodeFor(
  runs: readonly GridRun[],
  store: RunStore,
  session: Session,
  silent: boolean,
): Promise<WorkerNode | null> {
  const computes = runs.some(({ key, spec }) => spec.engine === 'fused' && store.get(key) === undefined);
  if (!computes || wantsOwnNode(session.host) || session.host.worker !== undefined) return null;
  const node = await nodeOfWorkers(session.host, (text) => session.note(text));
  const { workerNodeText } = await import('@dsrnn/experiment');
  if (!silent && node.bits === 256) session.note(`workers run on ${workerNodeText(node)}`);
  return node;
}

/** The exit code of a sweep. Runs that failed for lack of data are a matter of data, not of the program. */
export function sweepExitCode({ summary, failures, lost, held }: SweepReport): ExitCode {
  if (summary.interrupted > 0) return exitCode.interrupted;
  if (lost.length > 0) return exitCode.store;
  if (failures.length === 0) return held.length > 0 ? exitCode.incomplete : exitCode.ok;
  const codes = new Set(failures.map(({ error }) => exitCodeOf(error.code)));
  return codes.size === 1 ? [...codes][0]! : exitCode.failed;
}

/** How many runs are named of a kind. */
const NAMED = 10;

/**
 * The end of a sweep in words: counts, failures, and what to do about runs that have no result. `store` names the folder
 * of the results; null where it is gone by now.
 */
export function sweepText(title: string, report: SweepReport, store: string | null): string {
  const { summary, failures, lost, held, notBegun, wallMs } = report;
  const { done, probed, diverged, skipped, failed, interrupted, inFlight } = summary;
  const counts = [
    `${done + diverged} computed`,
    probed > 0 ? `of them ${probed} from kept models, without training` : '',
    diverged > 0 ? `of them ${diverged} diverged` : '',
    `${skipped} stored before`,
    failed > 0 ? `${failed} failed` : '',
    interrupted > 0 ? `${interrupted} interrupted` : '',
    inFlight > 0 ? `${inFlight} left to another process; run again when it is done` : '',
    notBegun > 0 ? `${notBegun} not begun` : '',
    lost.length > 0 ? `${lost.length} LOST` : '',
  ].filter((part) => part !== '');
  const where = store ?? 'the store';
  const look = (key: string): string[] =>
    store === null
      ? []
      : [`          \`dsrnn runs show ${key.slice(0, 12)}\` has the stack; \`dsrnn run\` tries again`];
  return [
    `${title}: ${counts.join(', ')} (${formatDuration(wallMs)})`,
    ...failures.flatMap(({ run, error }) => {
      const code = error.code === null ? '' : ` (${error.code})`;
      return [`  failed  ${runName(run)}  ${error.name}${code}: ${error.message}`, ...look(run.key)];
    }),
    ...firstOf(held.map(heldText), NAMED),
    ...(held.length > 0
      ? ['  `dsrnn runs unlock <key>` removes the lease of a process that does not run']
      : []),
    ...firstOf(
      lost.map(
        (run) => `  lost from ${where}, which somebody removed or emptied meanwhile:  ${runName(run)}`,
      ),
      NAMED,
    ),
    ...(lost.length > 0 ? ['  `dsrnn run` computes again what was lost'] : []),
  ].join('\n');
}

function heldText({ run, leases }: HeldRun): string {
  const whose = leases.length === 0 ? 'given up by now' : leases.map(leaseText).join('; ');
  return `  left to another process:  ${runName(run)}  ${run.key.slice(0, 12)}  (${whose})`;
}
