/** Something whose time is measured: a unit of work that can be repeated as often as one likes. */

/** Work that is warmed up and ready. */
export interface Work {
  /**
   * Times of `count` repetitions in ms, fewer where these fill `TURN_MS`, at least one. Before them comes one that is not
   * timed, because another process had the core in between.
   */
  take(count: number): Promise<number[]>;
  /** Examples through a backward pass over those of the batches, in what was done so far; only of a strategy. */
  readonly workFactor?: number;
}

/** Timed work of one turn ends after so many ms, so that slow cases alternate with others too. */
const TURN_MS = 1500;
/** A single timing lasts at least this long; shorter work is repeated within it and its mean taken. */
const TIMING_MS = 10;
const WARM_UP_MS = 800;
const LEAST_WARM_UPS = 2;

/** Calls `turn` for one timing after another, until there are `count` or the turn is over. */
export async function timings(count: number, timing: () => Promise<number>, repeats = 1): Promise<number[]> {
  const samples: number[] = [];
  const start = performance.now();
  do samples.push((await timing()) / repeats);
  while (samples.length < count && performance.now() - start < TURN_MS);
  return samples;
}

/** Work that is a plain function: called until compiled, and in each timing so often that a clock can tell. */
export async function repeatable(run: () => undefined | Promise<void>): Promise<Work> {
  const start = performance.now();
  let calls = 0;
  while (calls < LEAST_WARM_UPS || performance.now() - start < WARM_UP_MS) {
    await run();
    calls += 1;
  }
  const perCall = Math.min((performance.now() - start) / calls, await timeOf(run, 1));
  const repeats = Math.max(1, Math.ceil(TIMING_MS / Math.max(perCall, 1e-6)));
  return {
    async take(count) {
      await timeOf(run, Math.max(1, Math.ceil(repeats / 2)));
      return timings(count, () => timeOf(run, repeats), repeats);
    },
  };
}

async function timeOf(run: () => undefined | Promise<void>, repeats: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) {
    const pending = run();
    if (pending !== undefined) await pending; // a turn of the event loop's queue would show in short work
  }
  return performance.now() - start;
}
