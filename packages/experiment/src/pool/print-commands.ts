import type { Executor } from './executor.ts';

/** Computes nothing and locks nothing: hands on one command for each run that has no result. */
export const printCommands: Executor = {
  kind: 'print',
  summary: 'one command a run that has no result, printed, to be run elsewhere',
  computesHere: false,
  execute: (runs, store, { commandOf, onEvent = () => undefined }) => {
    let skipped = 0;
    for (const run of runs) {
      if (store.get(run.key) === undefined) onEvent({ kind: 'handed-on', run, command: commandOf(run) });
      else {
        skipped += 1;
        onEvent({ kind: 'skipped', run, reason: 'stored' });
      }
    }
    return Promise.resolve({
      done: 0,
      probed: 0,
      diverged: 0,
      skipped,
      failed: 0,
      interrupted: 0,
      inFlight: 0,
    });
  },
};
