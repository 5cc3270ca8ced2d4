/** The parent's handle on one worker process. */
import { fork, type ChildProcess } from 'node:child_process';
import type { RunOutput, RunProgress } from '../run/execute-run.ts';
import { ownNode, sourceEnvironment, sourceOptions, type NodeCommand } from './node-command.ts';
import type { RunError, RunRequest, WorkerMessage } from './worker-messages.ts';

/** How a request ended. `died`: the process ended without an answer, by `signal` or by itself. */
export type WorkerAnswer =
  | { readonly kind: 'done'; readonly output: RunOutput }
  | { readonly kind: 'failed'; readonly error: RunError }
  | { readonly kind: 'died'; readonly error: RunError; readonly signal: NodeJS.Signals | null };

/** A started worker. It takes one request at a time. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Sends a request and waits for its end. Never rejects: a dead process is an answer. */
  run(request: RunRequest, onProgress: (progress: RunProgress) => void): Promise<WorkerAnswer>;
  /** Ends the process and waits until it is gone. A request in flight is answered with `died`. */
  stop(): Promise<void>;
}

/** Enough of a crashed worker's last words to find the cause. */
const STDERR_TAIL = 4000;

/**
 * Starts a worker from a TypeScript module that calls `serveRuns`. `entry` is an absolute path or a file URL; `env` is
 * added to the environment.
 */
export function startWorker(
  entry: string | URL,
  env: Readonly<Record<string, string>> = {},
  node: NodeCommand = ownNode,
): WorkerProcess {
  const child = fork(entry, [], {
    env: { ...sourceEnvironment(), ...env },
    execPath: node.file,
    execArgv: sourceOptions(node),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_TAIL);
  });
  const gone = ended(child);

  async function run(
    request: RunRequest,
    onProgress: (progress: RunProgress) => void,
  ): Promise<WorkerAnswer> {
    let listener: ((message: WorkerMessage) => void) | undefined;
    const answered = new Promise<WorkerAnswer>((resolve) => {
      listener = (message) => {
        if (message.kind === 'progress') onProgress(message.progress);
        else resolve(message);
      };
      child.on('message', listener);
    });
    // A channel that is already closed shows up as the end of the process.
    if (child.connected) child.send(request, () => undefined);
    const answer = await Promise.race([answered, gone.then((end) => death(end, stderr))]);
    if (listener !== undefined) child.off('message', listener);
    return answer;
  }

  async function stop(): Promise<void> {
    child.kill('SIGKILL'); // the worker holds nothing that needs saving; results are written by the parent
    await gone;
  }

  return { pid: child.pid, run, stop };
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly spawnError?: Error;
}

function ended(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', (spawnError) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, spawnError });
    });
    child.once('exit', (code, signal) => {
      // stderr may still hold the reason; a grandchild that keeps it open must not hold us.
      const settle = (): void => resolve({ code, signal });
      const timer = setTimeout(settle, 300);
      child.once('close', () => {
        clearTimeout(timer);
        settle();
      });
    });
  });
}

function death({ code, signal, spawnError }: End, stderr: string): WorkerAnswer {
  const how =
    spawnError !== undefined
      ? `could not be started (${spawnError.message})`
      : signal !== null
        ? `was ended by ${signal}${signal === 'SIGKILL' ? ', perhaps because memory ran out' : ''}`
        : `ended with exit code ${String(code)}`;
  const words = stderr.trim() === '' ? '' : `; it last said:\n${stderr.trim()}`;
  const message = `the worker process ${how} before the run was finished${words}`;
  return { kind: 'died', signal, error: { name: 'WorkerDied', code: 'worker-died', message, stack: '' } };
}
