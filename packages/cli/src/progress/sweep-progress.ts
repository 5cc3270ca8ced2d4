/**
 * What is known of a sweep while it runs: a value, and the step from one value to the next. Times are given by the
 * caller in milliseconds of a clock that never goes back.
 */
import type { GridRun, SweepEvent } from '@dsrnn/experiment';

/** A run that has done less says nothing yet about the speed: it has mostly loaded. */
const MEANINGFUL_SHARE = 0.1;

/** A run being computed by one worker. `trainedSince` is when its first training step was seen. */
export interface RunningRun {
  readonly run: GridRun;
  readonly startedAt: number;
  readonly phase: string;
  readonly step: number;
  readonly steps: number | null;
  readonly loss: number | null;
  readonly validationScore: number | null;
  readonly trainedSince: { readonly time: number; readonly step: number } | null;
}

/** A sweep at one moment. MACs weigh the runs: a run of twice the MACs is expected to take twice the time. */
export interface SweepProgress {
  readonly total: number;
  readonly macs: ReadonlyMap<string, number>;
  readonly startedAt: number;
  readonly counts: Readonly<
    Record<'finished' | 'diverged' | 'skipped' | 'failed' | 'interrupted' | 'locked', number>
  >;
  /** Of runs neither finished nor in flight. */
  readonly waitingMacs: number;
  /** Of runs that this sweep has finished. */
  readonly finishedMacs: number;
  /** By the worker's number. */
  readonly running: ReadonlyMap<number, RunningRun>;
}

/** The state before the first event. `macs` holds the training MACs of each run by key. */
export function startProgress(
  runs: readonly GridRun[],
  macs: ReadonlyMap<string, number>,
  now: number,
): SweepProgress {
  return {
    total: runs.length,
    macs,
    startedAt: now,
    counts: { finished: 0, diverged: 0, skipped: 0, failed: 0, interrupted: 0, locked: 0 },
    waitingMacs: runs.reduce((sum, { key }) => sum + (macs.get(key) ?? 0), 0),
    finishedMacs: 0,
    running: new Map(),
  };
}

/** The state after `event`, which arrived at `now`. */
export function advance(state: SweepProgress, event: SweepEvent, now: number): SweepProgress {
  const macs = state.macs.get(event.run.key) ?? 0;
  const count = (name: keyof SweepProgress['counts']): SweepProgress['counts'] => ({
    ...state.counts,
    [name]: state.counts[name] + 1,
  });
  const running = new Map(state.running);
  if (event.kind === 'skipped') {
    const counts = count(event.reason === 'stored' ? 'skipped' : 'locked');
    return { ...state, counts, waitingMacs: state.waitingMacs - macs };
  }
  if (event.kind === 'notice') return state;
  if (event.kind === 'handed-on') return { ...state, waitingMacs: state.waitingMacs - macs };
  if (event.kind === 'started') {
    running.set(event.worker, {
      run: event.run,
      startedAt: now,
      phase: 'starting',
      step: 0,
      steps: null,
      loss: null,
      validationScore: null,
      trainedSince: null,
    });
    return { ...state, running, waitingMacs: state.waitingMacs - macs };
  }
  if (event.kind === 'progress') {
    const before = running.get(event.worker);
    if (before === undefined) return state;
    const { phase, step } = event.progress;
    const trainedSince = before.trainedSince ?? (phase === 'training' ? { time: now, step } : null);
    running.set(event.worker, { ...before, ...event.progress, trainedSince });
    return { ...state, running };
  }
  running.delete(event.worker);
  if (event.kind === 'failed') return { ...state, running, counts: count('failed') };
  if (event.kind === 'interrupted') return { ...state, running, counts: count('interrupted') };
  return {
    ...state,
    running,
    counts: count(event.status === 'diverged' ? 'diverged' : 'finished'),
    finishedMacs: state.finishedMacs + macs,
  };
}

/** Runs that need no more work, whatever became of them. */
export function settledCount({ counts }: SweepProgress): number {
  return counts.finished + counts.diverged + counts.skipped + counts.failed + counts.locked;
}

/** Time left for one run from its own pace, or null before its pace is known. Validation and test are not foreseen. */
export function runTimeLeft({ trainedSince, step, steps }: RunningRun, now: number): number | null {
  if (trainedSince === null || steps === null || step <= trainedSince.step) return null;
  return ((now - trainedSince.time) * (steps - step)) / (step - trainedSince.step);
}

/** Time left for the sweep, from the MACs that it has done per millisecond so far; null before there are any. */
export function sweepTimeLeft(state: SweepProgress, now: number): number | null {
  let doneMacs = state.finishedMacs;
  let leftMacs = state.waitingMacs;
  for (const { run, step, steps } of state.running.values()) {
    const macs = state.macs.get(run.key) ?? 0;
    const trained = steps === null ? 0 : step / steps;
    const share = trained < MEANINGFUL_SHARE ? 0 : trained;
    doneMacs += macs * share;
    leftMacs += macs * (1 - share);
  }
  const elapsed = now - state.startedAt;
  return doneMacs > 0 && elapsed > 0 ? (leftMacs * elapsed) / doneMacs : null;
}
