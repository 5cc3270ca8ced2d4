/** Reads single runs out of the store for display. */
import type { KeptModel, RunStore } from '@dsrnn/experiment';
import { DsrnnError } from '@dsrnn/portable';
import type { Failure, Result, RunSpec, Timing } from '@dsrnn/records';
import { UsageError } from './errors.ts';

/** A line of the list of runs. */
export interface ListedRun {
  readonly key: string;
  readonly state: 'completed' | 'diverged' | 'failed';
  readonly score: number | null;
  /** Its trained model is kept. */
  readonly model: boolean;
  readonly spec: RunSpec;
}

/**
 * Own runs with a result or a failure, by key. A record that cannot be read, as one of an older format, is left to
 * `unreadable`: it hides no other run.
 */
export function listRuns(store: RunStore, unreadable: (error: DsrnnError) => void): ListedRun[] {
  return store.folders().flatMap((key): ListedRun[] => {
    try {
      return listed(store, key);
    } catch (error) {
      if (!(error instanceof DsrnnError)) throw error;
      unreadable(error);
      return [];
    }
  });
}

function listed(store: RunStore, key: string): ListedRun[] {
  if (store.origin(key) === 'own') {
    const { outcome, spec } = store.get(key)!;
    return [{ key, state: outcome.status, score: outcome.score, model: store.models.has(key), spec }];
  }
  const failure = store.failure(key);
  return failure === undefined
    ? []
    : [{ key, state: 'failed', score: null, model: false, spec: failure.spec }];
}

/** What a run is, in a few words: `lstm ds 0.9 digits #1 on wasm fused`. */
export function specName({ architecture, method, sparsity, task, seed, backend, engine }: RunSpec): string {
  return `${architecture.kind} ${method.kind} ${String(sparsity)} ${task.kind} #${String(seed)} on ${backend} ${engine}`;
}

/**
 * All records of the run whose key starts with `start`, their specs with all fields as `full` gives them. Throws UsageError
 * unless there is exactly one.
 */
export function showRun(
  store: RunStore,
  start: string,
  full: (spec: RunSpec) => RunSpec,
): {
  readonly result: Result | null;
  readonly timing: Timing | null;
  readonly failure: Failure | null;
  readonly model: ShownModel | null;
} {
  const key = keyFrom([...new Set([...store.folders(), ...store.committedKeys()])], start);
  const result = store.get(key);
  const failure = store.failure(key);
  return {
    result: result === undefined ? null : { ...result, spec: full(result.spec) },
    timing: store.timing(key) ?? null,
    failure: failure === undefined ? null : { ...failure, spec: full(failure.spec) },
    model: shownModel(store, key),
  };
}

/** The one of `keys` that starts with `start`. Throws UsageError unless there is exactly one. */
export function keyFrom(keys: readonly string[], start: string): string {
  const [key, ...others] = keys.filter((one) => one.startsWith(start));
  if (key === undefined) {
    throw new UsageError(`no run has a key that starts with "${start}"; \`dsrnn runs ls\` lists the keys`);
  }
  if (others.length > 0)
    throw new UsageError(`${others.length + 1} runs have keys that start with "${start}": give more digits`);
  return key;
}

/** A kept model, its tensors by their shapes; or what is wrong with its file. */
type ShownModel =
  | (Omit<KeptModel, 'tensors'> & { readonly tensors: Readonly<Record<string, readonly number[]>> })
  | { readonly problem: string };

/** Damage costs only the model: the records are shown all the same. */
function shownModel(store: RunStore, key: string): ShownModel | null {
  try {
    const model = store.models.read(key);
    if (model === undefined) return null;
    const shapes = [...model.tensors].map(([name, { shape }]) => [name, shape] as const);
    return { ...model, tensors: Object.fromEntries(shapes) };
  } catch (error) {
    if (error instanceof DsrnnError) return { problem: error.message };
    throw error;
  }
}
