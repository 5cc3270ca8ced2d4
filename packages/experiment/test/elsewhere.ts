/** Sweeps of toy runs in processes of their own. */
import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { GridRun } from '../src/grid/expand-grid.ts';
import { ownNode, sourceOptions } from '../src/pool/node-command.ts';
import type { SweepSummary } from '../src/pool/sweep-event.ts';

/** A sweep in another process. */
export interface SweepElsewhere {
  readonly finished: Promise<SweepSummary>;
  signal(signal: NodeJS.Signals): void;
}

/** Starts one with two workers, on the store in `root`. It is gone when the test ends. */
export function sweepElsewhere(runs: readonly GridRun[], root: string): SweepElsewhere {
  const script = fileURLToPath(new URL('./sweep-elsewhere.ts', import.meta.url));
  const worker = new URL('./toy-worker.ts', import.meta.url).href;
  const child = fork(script, [], { execArgv: sourceOptions(ownNode), serialization: 'advanced' });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.send({ runs, root, worker });
  const finished = new Promise<SweepSummary>((resolve) => child.once('message', resolve as never));
  return { finished, signal: (signal) => child.kill(signal) };
}

/** Waits for something that another process does; on a busy machine it may take its time. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 2400) throw new Error('waited two minutes in vain');
    await sleep(50);
  }
}
