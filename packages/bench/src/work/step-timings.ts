/** Times of training steps, measured in turns. */
import { stepLaps, type Lap, type TimedTraining } from '@dsrnn/experiment';
import { LOSSES_READ_TOGETHER } from '@dsrnn/experiment/train';
import type { Work } from './work.ts';

const WARM_UP_STEPS = 12;
const WARM_UP_MS = 1500;
const TURN_MS = 1500;

/** Trains a little until all is compiled. A timing is the time of one step, the mean of those reported together. */
export async function stepTimings(train: TimedTraining, now = () => performance.now()): Promise<Work> {
  const laps = (steps: number): Promise<Lap[]> => stepLaps(train, steps, now);
  const warm = await warmUp(laps);
  const together = warm.steps;
  let { stepMs } = warm;
  return {
    async take(count) {
      const reports = Math.max(1, Math.min(count, Math.floor(TURN_MS / (together * stepMs))));
      // The first of a turn also draws the order of the examples and makes the optimiser.
      const times = (await laps(together * (reports + 1))).slice(1).map((lap) => lap.stepMs);
      stepMs = Math.min(...times);
      return times;
    },
  };
}

/** A lap after all is compiled, shaders included. */
async function warmUp(laps: (steps: number) => Promise<Lap[]>): Promise<Lap> {
  const [first] = await laps(1);
  if (first !== undefined) {
    await laps(Math.max(1, Math.min(WARM_UP_STEPS, Math.floor(WARM_UP_MS / first.stepMs))));
    return (await laps(1))[0]!;
  }
  const [together] = await laps(LOSSES_READ_TOGETHER);
  if (together === undefined) {
    throw new Error(
      `the trainer reported nothing in ${LOSSES_READ_TOGETHER} steps; train more of them at once here`,
    );
  }
  return together;
}
