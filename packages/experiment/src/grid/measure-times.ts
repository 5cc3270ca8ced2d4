/**
 * Times every place of a grid, alone and in turn: rounds alternate over the places, so that a slow minute slows all. Every
 * other round goes backwards, so that what comes early in one comes late in the next.
 */
import { median, uniqueBy } from '@dsrnn/portable';
import type { MeasuredTime, PlaceTimes, RunSpec } from '@dsrnn/records';
import { placeOf, type GridRun } from './expand-grid.ts';

/** Times steps, in ms. */
export interface StepClock {
  /** Of training. */
  trainMs(spec: RunSpec): Promise<number>;
  /** Of streaming; null for a model that no stream runs. */
  streamMs(spec: RunSpec): Promise<number | null>;
}

/** How far the measuring is. */
export interface TimingProgress {
  readonly run: GridRun;
  readonly done: number;
  readonly total: number;
}

/** One run for each place of the grid: what differs in seed or recipe takes as long. */
export function placesOf(runs: readonly GridRun[]): GridRun[] {
  return uniqueBy(runs, ({ labels, spec: { sparsity } }) => placeOf({ ...labels, sparsity }));
}

/** Times of the places of `runs`, in their order. Throws what the clock throws. */
export async function measureTimes(
  runs: readonly GridRun[],
  clock: StepClock,
  rounds: number,
  onProgress: (progress: TimingProgress) => void,
): Promise<PlaceTimes[]> {
  const places = placesOf(runs);
  const training = places.map((): number[] => []);
  const streaming = places.map((): (number | null)[] => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...places.entries()];
    if (round % 2 === 1) order.reverse();
    for (const [turn, [i, run]] of order.entries()) {
      onProgress({ run, done: round * places.length + turn, total: rounds * places.length });
      training[i]?.push(await clock.trainMs(run.spec));
      streaming[i]?.push(await clock.streamMs(run.spec));
    }
  }
  return places.map(({ labels: { architecture, method, task }, spec: { sparsity } }, i) => {
    const streamed = (streaming[i] ?? []).filter((time) => time !== null);
    return {
      ...{ architecture, method, sparsity, task },
      trainMs: summary(training[i] ?? []),
      streamMs: streamed.length === 0 ? null : summary(streamed),
    };
  });
}

/** Median, least and most of the rounds, and the rounds themselves, to four digits. */
export function summary(times: readonly number[]): MeasuredTime {
  const rounded = (value: number): number => Number(value.toPrecision(4));
  return {
    median: rounded(median(times)),
    least: rounded(Math.min(...times)),
    most: rounded(Math.max(...times)),
    rounds: times.map(rounded),
  };
}
