/** What the pool and its worker processes say to each other. Sent by structured clone, so numbers keep their bits. */
import type { Failure, RunSpec } from '@dsrnn/records';
import type { RunOptions, RunOutput, RunProgress } from '../run/execute-run.ts';

/** An error as it is kept in a failure record. */
export type RunError = Failure['error'];

/** Parent to worker: compute this run. At most one at a time. */
export interface RunRequest extends Omit<RunOptions, 'onProgress'> {
  readonly spec: RunSpec;
}

/** Worker to parent: any number of `progress`, then one `done` or `failed`. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly progress: RunProgress }
  | { readonly kind: 'done'; readonly output: RunOutput }
  | { readonly kind: 'failed'; readonly error: RunError };

/** The record of whatever was thrown. `code` is null for errors that have none. */
export function describeError(thrown: unknown): RunError {
  if (!(thrown instanceof Error)) {
    return { name: 'NonError', code: null, message: String(thrown), stack: '' };
  }
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
  return { name: thrown.name, code, message: thrown.message, stack: thrown.stack ?? '' };
}
