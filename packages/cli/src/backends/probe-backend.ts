/** Tries a backend in a process of its own: starting one changes a process for good, and a driver may crash it. */
import { fork } from 'node:child_process';
import type { BackendName } from '@dsrnn/core';
import type { OptionalPackages } from '@dsrnn/core/on-node';
import type { BackendState } from './probe-messages.ts';

/** A driver that does not answer in this time hangs. */
const PATIENCE_MS = 120_000;
/** Enough of a crashed process's last words to find the cause. */
const STDERR_TAIL = 2000;

/** Whether `name` computes on this machine, and on what. Never rejects. */
export async function probeBackend(name: BackendName): Promise<BackendState> {
  const { backendDefinition } = await import('@dsrnn/core');
  const { optionalPackages } = await import('@dsrnn/core/on-node');
  const packages = (optionalPackages as Partial<Record<BackendName, OptionalPackages>>)[name];
  if (packages !== undefined && packages.obstacle() !== null) {
    const absent = await backendDefinition(name).obstacle(); // loads nothing where the packages are not there
    if (absent !== null) return { state: 'absent', ...absent };
  }
  return probeInChild(name);
}

async function probeInChild(name: BackendName): Promise<BackendState> {
  const { ownNode, sourceEnvironment, sourceOptions } = await import('@dsrnn/experiment');
  return new Promise((resolve) => {
    const child = fork(new URL('./probe-child.ts', import.meta.url), [name], {
      execArgv: sourceOptions(ownNode),
      env: sourceEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_TAIL);
    });
    child.once('message', (state: BackendState) => resolve(state));
    child.once('error', ({ message }) => resolve(died(message, stderr)));
    child.once('close', (code, signal) =>
      resolve(died(signal === null ? `exit code ${String(code)}` : `ended by ${signal}`, stderr)),
    );
  });
}

function died(how: string, stderr: string): BackendState {
  const words = stderr.trim() === '' ? '' : `; it last said:\n${stderr.trim()}`;
  return {
    state: 'wrong',
    problem: `the process that tried it did not answer (${how})${words}`,
    remedy: 'update the driver, or use another backend',
  };
}
