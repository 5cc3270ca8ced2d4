/** Entry of the process that times steps, see timing-process.ts. */
import { timeStreaming } from '../run/times/time-streaming.ts';
import { timeStep } from '../run/times/time-training.ts';
import { dieWithParent } from './die-with-parent.ts';
import { leaveSignalsToParent } from './ending-signals.ts';
import type { TimingAnswer, TimingRequest } from './timing-process.ts';
import { describeError } from './worker-messages.ts';

dieWithParent();
leaveSignalsToParent();
process.on('message', (request: TimingRequest) => void serve(request));

async function serve({ what, spec, access }: TimingRequest): Promise<void> {
  let answer: TimingAnswer;
  try {
    answer = { ms: what === 'trainMs' ? 1000 * (await timeStep(spec)) : await timeStreaming(spec, access) };
  } catch (thrown) {
    answer = { error: describeError(thrown) };
  }
  process.send?.(answer);
}
