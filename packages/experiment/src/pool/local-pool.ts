import type { Executor } from './executor.ts';
import { runSweep } from './run-sweep.ts';

/** Computes on this machine, several runs side by side. */
export const localPool: Executor = {
  kind: 'pool',
  summary: 'worker processes on this machine',
  computesHere: true,
  execute: runSweep,
};
