/**
 * Computes the runs of a grid that the store lacks, in a pool of worker processes on this machine.
 *
 * A result depends on its spec alone, so neither the number of workers nor their order shows in it. Every run is
 * locked in the store while it is computed: two sweeps on one store share the work and never do a run twice. A run whose
 * training is stored with its model is not trained again: only the probes that it lacks are computed.
 */
import { DEVICE_MEMORY_VARIABLE } from '@dsrnn/core';
import type { DataAccess } from '@dsrnn/datasets';
import type { Failure, Result, Timing } from '@dsrnn/records';
import type { GridRun } from '../grid/expand-grid.ts';
import { coreKeyOf, type RunIdentity } from '../identity/key-of.ts';
import { identityOf, type IdentityRegistries } from '../identity/run-key.ts';
import { normalSpec } from '../identity/normal-spec.ts';
import type { TrainedRun } from '../run/probe-trained.ts';
import type { Registries } from '../spec/registries.ts';
import type { KeptModels } from '../store/kept-models.ts';
import { StoreError } from '../store/store-error.ts';
import { endingSignals } from './ending-signals.ts';
import { monotonicMs, wallClock, type MachineFacts } from './machine-facts.ts';
import type { NodeCommand } from './node-command.ts';
import type { SweepEvent, SweepSummary } from './sweep-event.ts';
import { toResult, toTiming } from './to-result.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

/** What a sweep needs of a run store. `get` throws on a damaged record, which ends the sweep. */
export interface SweepStore {
  get(key: string): Result | undefined;
  put(result: Result, timing: Timing): void;
  putFailure(failure: Failure): void;
  /** True if this process now holds the run; false if another one does. */
  claimRun(key: string): boolean;
  releaseRun(key: string): void;
  /** Kept models, by the key of their run. */
  readonly models: Pick<KeptModels, 'candidate' | 'read' | 'keep' | 'pass'>;
}

/** Settings of a sweep; none of them changes a result. */
export interface SweepOptions {
  /** Number of worker processes, at least 1. */
  readonly workers: number;
  readonly access: DataAccess;
  readonly facts: MachineFacts;
  /** Stop at the first failure; runs in flight are dropped. Default false. */
  readonly failFast?: boolean;
  /** Aborting hands out nothing more and ends the runs in flight; what is finished stays. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: SweepEvent) => void;
  /** Module of the worker process, which calls `serveRuns`. */
  readonly worker?: string | URL;
  /** What worker processes run on. Default: the Node of this process. */
  readonly node?: NodeCommand;
  /** The most memory of a device, in MB, that each worker may take; host memory is not limited. */
  readonly deviceMemoryMb?: number;
  /** The registries that made the keys of the runs. */
  readonly registries: IdentityRegistries & Pick<Registries, 'probeWatches'>;
  /** Keep the trained model of each run that is computed. Default false. */
  readonly keepModels?: boolean;
}

/**
 * Runs the sweep to its end. A run that fails is recorded and the sweep goes on, as one whose worker dies, if by a signal
 * twice.
 * Throws what the store throws; then no worker and no lock is left behind.
 */
export async function runSweep(
  runs: readonly GridRun[],
  store: SweepStore,
  options: SweepOptions,
): Promise<SweepSummary> {
  const { access, facts, registries, deviceMemoryMb, failFast = false, keepModels = false, signal } = options;
  const { onEvent = () => undefined } = options;
  const env = deviceMemoryMb === undefined ? {} : { [DEVICE_MEMORY_VARIABLE]: String(deviceMemoryMb) };
  const entry = options.worker ?? new URL('./worker.ts', import.meta.url);
  const count = { done: 0, probed: 0, diverged: 0, skipped: 0, failed: 0, interrupted: 0, inFlight: 0 };
  const busy = new Set<WorkerProcess>();
  let stopping = false;

  const skip = (run: GridRun): void => {
    count.skipped += 1;
    onEvent({ kind: 'skipped', run, reason: 'stored' });
  };

  /** Runs to hand out; those that another process holds come round once more at the end. */
  const queue: { readonly run: GridRun; readonly retried: boolean }[] = [];
  for (const run of runs) {
    if (store.get(run.key) === undefined) queue.push({ run, retried: false });
    else skip(run);
  }

  function take(): GridRun | undefined {
    for (;;) {
      const next = stopping ? undefined : queue.shift();
      if (next === undefined) return undefined;
      const { run, retried } = next;
      if (!store.claimRun(run.key)) {
        if (!retried) queue.push({ run, retried: true });
        else if (store.get(run.key) !== undefined) skip(run);
        else {
          count.inFlight += 1;
          onEvent({ kind: 'skipped', run, reason: 'locked' });
        }
      } else if (store.get(run.key) !== undefined) {
        store.releaseRun(run.key); // another process finished it since we looked
        skip(run);
      } else return run;
    }
  }

  async function stop(): Promise<void> {
    stopping = true;
    await Promise.all([...busy].map((worker) => worker.stop()));
  }

  /** The same training as that of `run`, stored with its model, if its missing probes do not watch it. */
  function trainedRun(
    run: GridRun,
    identity: RunIdentity,
  ): { readonly key: string; readonly trained: TrainedRun } | undefined {
    for (;;) {
      const candidate = store.models.candidate(identity, registries);
      if (candidate === undefined) return undefined;
      const { key, outcome } = candidate;
      try {
        const model = store.models.read(key);
        if (model !== undefined) return { key, trained: { model: model.tensors, outcome } };
        store.models.pass(key);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        store.models.pass(key);
        onEvent({ kind: 'notice', run, text: `${error.message}; meanwhile it is not used` });
      }
    }
  }

  /** A model that does not give the stored numbers is not used again in this sweep. */
  function reject(run: GridRun, key: string, misfit: string): void {
    store.models.pass(key);
    const text = `the model that was kept of run ${key.slice(0, 12)} ${misfit}; it was trained again`;
    onEvent({ kind: 'notice', run, text });
  }

  function interrupt(run: GridRun, place: number): 'over' {
    count.interrupted += 1;
    onEvent({ kind: 'interrupted', run, worker: place });
    return 'over';
  }

  /** `stored`; `killed`: to be tried once more, on a fresh worker; `over`: nothing came of it. */
  async function compute(
    run: GridRun,
    place: number,
    worker: WorkerProcess,
    isRetry: boolean,
  ): Promise<'stored' | 'killed' | 'over'> {
    const startedAt = wallClock();
    const start = monotonicMs();
    const identity = identityOf(run.spec, registries);
    const found = trainedRun(run, identity);
    const request = { spec: run.spec, access, keepModel: keepModels, trained: found?.trained };
    const answer = await worker.run(request, (progress) =>
      onEvent({ kind: 'progress', run, worker: place, progress }),
    );
    const wallMs = monotonicMs() - start;
    if (answer.kind === 'done') {
      const { output } = answer;
      const { model, misfit, probed = false } = output;
      if (found !== undefined && misfit !== undefined) reject(run, found.key, misfit);
      store.put(toResult(run.key, output, identity), toTiming(run, output, { startedAt, wallMs }, facts));
      const { status, score, steps } = output.outcome;
      if (model !== undefined) {
        const program = facts.commit ?? 'unknown';
        store.models.keep(run.key, { core: coreKeyOf(identity), steps, program, tensors: model });
      }
      count[status === 'completed' ? 'done' : 'diverged'] += 1;
      if (probed) count.probed += 1;
      onEvent({ kind: 'finished', run, worker: place, status, score, probed, wallMs });
      return 'stored';
    }
    const signalled = answer.kind === 'died' ? answer.signal : null;
    // Ctrl-C may reach a starting worker before it can ignore it: that is an interruption, too.
    if (stopping || (signalled !== null && endingSignals.includes(signalled))) return interrupt(run, place);
    // Most likely for want of memory, of which there may be more by now.
    if (signalled !== null && !isRetry) {
      onEvent({ kind: 'notice', run, text: `its worker was ended by ${signalled}; it is tried once more` });
      return 'killed';
    }
    const { error } = answer;
    const told =
      signalled === null ? error : { ...error, message: `on the second try, too, ${error.message}` };
    store.putFailure({
      format: 2,
      key: run.key,
      spec: normalSpec(run.spec, registries),
      error: told,
      at: wallClock(),
    });
    count.failed += 1;
    onEvent({ kind: 'failed', run, worker: place, error: told });
    if (failFast) await stop();
    return 'over';
  }

  async function fill(place: number): Promise<void> {
    let worker: WorkerProcess | undefined;
    try {
      for (let run = take(); run !== undefined; run = take()) {
        onEvent({ kind: 'started', run, worker: place });
        try {
          for (const isRetry of [false, true]) {
            if (worker === undefined) busy.add((worker = startWorker(entry, env, options.node)));
            const end = await compute(run, place, worker, isRetry);
            if (end === 'stored') break;
            // After an error the process may hold leaked tensors, or be gone: what follows gets a fresh one.
            await worker.stop();
            busy.delete(worker);
            worker = undefined;
            if (end === 'over') break;
            if (stopping) {
              interrupt(run, place);
              break;
            }
          }
        } finally {
          store.releaseRun(run.key);
        }
      }
    } catch (error) {
      await stop();
      throw error;
    } finally {
      await worker?.stop();
    }
  }

  const onAbort = (): void => void stop();
  if (signal?.aborted === true) stopping = true;
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const places = Math.max(1, Math.min(options.workers, queue.length));
    const ends = await Promise.allSettled(Array.from({ length: places }, (_, place) => fill(place)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
  return count;
}
