/** Sweeps of a toy workspace as processes, to be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ownNode, sourceEnvironment, sourceOptions } from '@dsrnn/experiment';

const program = fileURLToPath(new URL('./toy-main.ts', import.meta.url));

/** Starts a sweep with two workers, a group of processes of its own. */
export function sweepIn(cwd: string): ChildProcess {
  const words = [...sourceOptions(ownNode), program, 'run', 'toy', '--workers', '2'];
  return spawn(process.execPath, words, {
    cwd,
    env: sourceEnvironment(),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Signals a process, or with a negative id a group; it may have ended by itself. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The exit code, null after a signal. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
