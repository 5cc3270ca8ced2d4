/**
 * Times of training steps from what the trainer reports. On a device it hands work out and reports several steps
 * together, once it has read their losses, and only then are they done: a time is that of a report over its steps.
 */
import type { Work } from './work.ts';

/**
 * Trains `steps` steps and calls `report` with their number so far whenever all of them are done. The last one ends
 * with an evaluation.
 */
export type Training = (steps: number, report: (done: number) => void) => Promise<void>;

/** Steps that were reported together, and the time of one of them. */
interface Lap {
  readonly steps: number;
  readonly stepMs: number;
}

const WARM_UP_STEPS = 12;
const WARM_UP_MS = 1500;
const TURN_MS = 1500;
/** The trainer reports at least so often, on every backend. */
const LONGEST_REPORT = 16;

/** Trains a little until all is compiled. A timing is the time of one step, the mean of those reported together. */
export async function stepTimings(train: Training, now = () => performance.now()): Promise<Work> {
  /** What is reported within `steps` steps; the last one, which ends with an evaluation, is one more and left out. */
  const laps = async (steps: number): Promise<Lap[]> => {
    const found: Lap[] = [];
    let reported = 0;
    let last = now();
    await train(steps + 1, (done) => {
      const time = now();
      if (done <= steps) found.push({ steps: done - reported, stepMs: (time - last) / (done - reported) });
      reported = done;
      last = time;
    });
    return found;
  };

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
  const [together] = await laps(LONGEST_REPORT);
  if (together === undefined) {
    throw new Error(
      `the trainer reported nothing in ${LONGEST_REPORT} steps; train more of them at once here`,
    );
  }
  return together;
}
