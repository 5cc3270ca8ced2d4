/** Who computes the runs of a sweep: the seam between a grid and the machines that work on it. */
import type { GridRun } from '../grid/expand-grid.ts';
import type { SweepOptions, SweepStore } from './run-sweep.ts';
import type { SweepSummary } from './sweep-event.ts';

/** What an executor is given besides the runs and the store. */
export interface ExecutorOptions extends SweepOptions {
  /** Words of the command that computes this run, and no other, wherever the same workspace and run store are seen. */
  readonly commandOf: (run: GridRun) => readonly string[];
}

/** A way to have runs computed. A new one is a file that exports one, and a line in `executors.ts`. */
export interface Executor {
  /** Its name on the command line. */
  readonly kind: string;
  /** What becomes of the runs, in a few words. */
  readonly summary: string;
  /** False: the runs are handed on, so that backend, data and a writable store are wanted elsewhere, not here. */
  readonly computesHere: boolean;
  /**
   * Sees to the runs of `runs`, distinct by key, that `store` lacks, and tells `options.onEvent` of each. Results that
   * there are at the end are in `store`. Throws what the store throws.
   */
  execute(runs: readonly GridRun[], store: SweepStore, options: ExecutorOptions): Promise<SweepSummary>;
}
