/** The worker's side of the pool: computes the runs that the parent sends, one after the other. */
import type { RunSpec } from '@dsrnn/records';
import type { RunOptions, RunOutput, RunProgress } from '../run/execute-run.ts';
import { dieWithParent } from './die-with-parent.ts';
import { leaveSignalsToParent } from './ending-signals.ts';
import { monotonicMs } from './machine-facts.ts';
import { rateLimit } from './rate-limit.ts';
import { describeError, type RunRequest, type WorkerMessage } from './worker-messages.ts';

/** More would only be drawn over; a message costs the trainer time. */
const PROGRESS_INTERVAL_MS = 250;

/** Computes one run. */
export type Execute = (
  spec: RunSpec,
  options: RunOptions & { readonly onProgress: (progress: RunProgress) => void },
) => Promise<RunOutput>;

/** Makes this process a worker of the pool. Returns at once; the process lives until its parent ends it. */
export function serveRuns(execute: Execute): void {
  dieWithParent();
  leaveSignalsToParent();
  process.on('message', (request: RunRequest) => void serve(request));

  async function serve({ spec, ...options }: RunRequest): Promise<void> {
    const due = rateLimit(PROGRESS_INTERVAL_MS, monotonicMs);
    try {
      const onProgress = (progress: RunProgress): void => {
        if (due()) send({ kind: 'progress', progress });
      };
      send({ kind: 'done', output: await execute(spec, { ...options, onProgress }) });
    } catch (thrown) {
      send({ kind: 'failed', error: describeError(thrown) });
    }
  }
}

function send(message: WorkerMessage): void {
  process.send?.(message);
}
