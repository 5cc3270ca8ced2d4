/** One core for all processes that measure, where `taskset` (Linux) can hold them there: they never run side by side. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What to put before a command, and the core; both empty where there is no `taskset`. */
export interface Pin {
  readonly prefix: readonly string[];
  readonly core: number | null;
}

/** On no core in particular. */
export const unpinned: Pin = { prefix: [], core: null };

/** Pins to the last core, which other processes use least. */
export function choosePin(): Pin {
  const core = availableParallelism() - 1;
  const prefix = ['taskset', '--cpu-list', String(core)];
  const [program, ...args] = [...prefix, 'true'];
  const works = process.platform === 'linux' && spawnSync(program, args).status === 0;
  return works ? { prefix, core } : unpinned;
}
