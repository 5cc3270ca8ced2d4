/** Loads the task of a run, and keeps it for the next one: the runs of a grid mostly share theirs. */
import type { DataAccess, Dataset, TaskConfig } from '@dsrnn/datasets';

/** Loads the data of a task. */
export type LoadTask = (config: TaskConfig, access: DataAccess) => Promise<Dataset>;

/** Loads by `load`, unless the task is the one before. Nobody may change what it gives. */
export function keepingLast(load: LoadTask): LoadTask {
  let kept: { readonly key: string; readonly data: Dataset } | null = null;
  return async (config, access) => {
    const key = JSON.stringify([config, access]);
    if (kept?.key === key) return kept.data;
    // Before the other one is loaded, so that memory never holds both.
    kept = null;
    const data = await load(config, access);
    kept = { key, data };
    return data;
  };
}
