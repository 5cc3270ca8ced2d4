/** Whether a Node, started with some options, computes the committed bits on this machine. */
import { fork } from 'node:child_process';
import { sourceEnvironment, sourceOptions, type NodeCommand } from '../pool/node-command.ts';

/** What the process that computes says at its end: names of the entries that came out otherwise. */
export interface SelfCheckAnswer {
  readonly entries: number;
  readonly wrong: readonly string[];
}

/** `why`: what came out otherwise, or how the process ended. `ended`: it computed nothing to go by, for a reason that may pass. */
export type SelfCheck =
  { readonly alike: true } | { readonly alike: false; readonly why: string; readonly ended?: true };

/** A process that has not answered by then hangs: it takes some five seconds. */
const PATIENCE_MS = 180_000;

/**
 * Lets `node` compute entries of the numerics panel in a process of its own. WebAssembly is compiled by the optimising
 * compiler at once there: it alone joins vectors, and otherwise takes over only in long runs. `entry` is given by tests.
 */
export function selfCheck(
  node: NodeCommand,
  entry = new URL('./self-check-child.ts', import.meta.url),
): Promise<SelfCheck> {
  return new Promise((resolve) => {
    const child = fork(entry, [], {
      execPath: node.file,
      execArgv: ['--no-liftoff', ...sourceOptions(node)],
      env: sourceEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    child.once('message', ({ wrong }: SelfCheckAnswer) =>
      resolve(
        wrong.length === 0 ? { alike: true } : { alike: false, why: `other numbers in ${wrong.join(', ')}` },
      ),
    );
    child.once('error', ({ message }) => resolve({ alike: false, why: message, ended: true }));
    child.once('exit', (code, signal) =>
      resolve({
        alike: false,
        why: `it ended with ${signal ?? `exit code ${String(code)}`}`,
        ended: true,
      }),
    );
  });
}
