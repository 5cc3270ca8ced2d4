/**
 * Times of training steps from what the trainer reports. On a device it hands work out and reports several steps
 * together, once it has read their losses, and only then are they done: a time is that of a report over its steps.
 */

/**
 * Trains `steps` steps and calls `report` with their number so far whenever all of them are done. The last one ends
 * with an evaluation.
 */
export type TimedTraining = (steps: number, report: (done: number) => void) => Promise<void>;

/** Steps that were reported together, and the time of one of them. */
export interface Lap {
  readonly steps: number;
  readonly stepMs: number;
}

/**
 * What is reported within `steps` steps, the first with the beginning of the training. One step more is trained and left
 * out with all that is reported together with it: the evaluation.
 */
export async function stepLaps(
  train: TimedTraining,
  steps: number,
  now = () => performance.now(),
): Promise<Lap[]> {
  const laps: Lap[] = [];
  let reported = 0;
  let last = now();
  await train(steps + 1, (done) => {
    const time = now();
    if (done <= steps) laps.push({ steps: done - reported, stepMs: (time - last) / (done - reported) });
    reported = done;
    last = time;
  });
  return laps;
}
