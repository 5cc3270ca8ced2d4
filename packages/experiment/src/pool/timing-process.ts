/** A process that times steps of runs, on whichever Node workers run on: a step takes as long as in a sweep. */
import { fork } from 'node:child_process';
import type { DataAccess } from '@dsrnn/datasets';
import { DsrnnError } from '@dsrnn/portable';
import type { RunSpec } from '@dsrnn/records';
import type { StepClock } from '../grid/measure-times.ts';
import { sourceEnvironment, sourceOptions, type NodeCommand } from './node-command.ts';
import type { RunError } from './worker-messages.ts';

/** Parent to child: time a step of this run. At most one at a time. */
export interface TimingRequest {
  readonly what: keyof StepClock;
  readonly spec: RunSpec;
  readonly access: DataAccess;
}

/** Child to parent: milliseconds, or null for what no stream runs. */
export type TimingAnswer = { readonly ms: number | null } | { readonly error: RunError };

/** A started process. */
export interface TimingProcess extends StepClock {
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/** What the user can mend: an error of the process with its code there, or the end of the process. */
export class TimingError extends DsrnnError {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Starts it. It throws a TimingError, or what is a bug there as it was. */
export function openTimingProcess(node: NodeCommand, access: DataAccess): TimingProcess {
  const child = fork(new URL('./timing-child.ts', import.meta.url), [], {
    execPath: node.file,
    execArgv: sourceOptions(node),
    env: sourceEnvironment(),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${String(code)}`}`));
  });

  async function ask(what: keyof StepClock, spec: RunSpec): Promise<number | null> {
    const answered = new Promise<TimingAnswer>((resolve) => child.once('message', resolve));
    const request: TimingRequest = { what, spec, access };
    if (child.connected) child.send(request, () => undefined);
    const answer = await Promise.race([answered, gone]);
    if (typeof answer === 'string') {
      throw new TimingError('worker-died', `the process that times runs: ${answer}`);
    }
    if ('ms' in answer) return answer.ms;
    const { code, message, stack } = answer.error;
    throw code === null ? Object.assign(new Error(message), { stack }) : new TimingError(code, message);
  }

  return {
    trainMs: async (spec) => (await ask('trainMs', spec)) ?? NaN,
    streamMs: (spec) => ask('streamMs', spec),
    async stop() {
      child.kill('SIGKILL'); // it holds nothing that needs saving
      await gone;
    },
  };
}
