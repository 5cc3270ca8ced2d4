import type { GridRun, SweepEvent } from '@dsrnn/experiment';
import { expect, test } from 'vitest';
import { eventLine, liveLines, runName, totalText } from './progress-lines.ts';
import { advance, startProgress, sweepTimeLeft, type SweepProgress } from './sweep-progress.ts';

function gridRun(seed: number, method = 'ds', sparsity = 0.9): GridRun {
  const part = { kind: 'toy' };
  return {
    key: String(seed),
    labels: {
      architecture: 'lstm-48',
      method,
      task: 'digits',
      stream: 'digits',
      strategy: null,
      recipe: 'quick',
    },
    tunes: true,
    followers: [],
    spec: {
      architecture: part,
      method: part,
      sparsity,
      sparsityOf: 'macs',
      task: part,
      train: {},
      seed,
      backend: 'wasm',
      engine: 'fused',
    },
  };
}

const small = gridRun(1);
const large = gridRun(2);
const dense = gridRun(3, 'dense', 0);
const runs = [small, large, dense];
const macs = new Map([
  ['1', 100],
  ['2', 300],
  ['3', 600],
]);

function training(run: GridRun, worker: number, step: number): SweepEvent {
  const progress = { phase: 'training' as const, step, steps: 100, loss: 0.51234, validationScore: null };
  return { kind: 'progress', run, worker, progress };
}

function finished(run: GridRun, worker: number): SweepEvent {
  return {
    kind: 'finished',
    run,
    worker,
    status: 'completed',
    score: 0.93456,
    probed: false,
    wallMs: 12_300,
  };
}

function after(...events: (readonly [SweepEvent, number])[]): SweepProgress {
  return events.reduce((state, [event, now]) => advance(state, event, now), startProgress(runs, macs, 0));
}

test('a run is named by its labels, and by its sparsity unless it is dense', () => {
  expect(runName(small)).toBe('lstm-48 ds 0.9 digits quick #1');
  expect(runName(dense)).toBe('lstm-48 dense digits quick #3');
});

test('before anything is done there is no estimate', () => {
  expect(sweepTimeLeft(after(), 5000)).toBeNull();
  expect(totalText(after(), 5000)).toBe('0/3 runs, elapsed 5s, ETA ?');
});

test('the estimate of the sweep weighs runs by their MACs', () => {
  // 100 MACs in 10 s, 900 left: 90 s.
  const state = after([{ kind: 'started', run: small, worker: 0 }, 0], [finished(small, 0), 10_000]);
  expect(sweepTimeLeft(state, 10_000)).toBeCloseTo(90_000);
});

test('runs stored before count neither as work done nor as work left', () => {
  const state = after(
    [{ kind: 'skipped', run: dense, reason: 'stored' }, 0],
    [{ kind: 'started', run: small, worker: 0 }, 0],
    [finished(small, 0), 10_000],
  );
  expect(sweepTimeLeft(state, 10_000)).toBeCloseTo(30_000);
  expect(totalText(state, 10_000)).toBe('2/3 runs, 1 stored before, elapsed 10s, ETA 30s');
});

test('a run in flight counts by the share of its steps', () => {
  // 150 of 300 MACs in 10 s; 150 + 100 + 600 left at 15 MACs a second.
  const state = after([{ kind: 'started', run: large, worker: 0 }, 0], [training(large, 0, 50), 10_000]);
  expect(sweepTimeLeft(state, 10_000)).toBeCloseTo((850 / 15) * 1000);
});

test('a run that has hardly begun gives no estimate', () => {
  const state = after([{ kind: 'started', run: large, worker: 0 }, 0], [training(large, 0, 9), 10_000]);
  expect(sweepTimeLeft(state, 10_000)).toBeNull();
});

test('the live view has one line a worker and one for the sweep', () => {
  const state = after(
    [{ kind: 'started', run: large, worker: 1 }, 0],
    [{ kind: 'started', run: dense, worker: 0 }, 1000],
    [training(large, 1, 0), 2000],
    [training(large, 1, 20), 4000],
  );
  expect(liveLines(state, 4000, 120)).toEqual([
    ' lstm-48 dense digits quick #3   starting  3s',
    // 20 steps in 2 s, 80 left.
    ' lstm-48 ds 0.9 digits quick #2  step  20/100  loss 0.512  ETA 8s',
    '[....................] 0/3 runs, 2 running, elapsed 4s, ETA 1m 03s',
  ]);
});

test('live lines are cut at the width of the terminal', () => {
  const state = after([{ kind: 'started', run: large, worker: 0 }, 0]);
  expect(liveLines(state, 0, 10).map((line) => line.length)).toEqual([10, 10]);
});

test('a finished run and a failed run each leave one line', () => {
  const done = after([{ kind: 'started', run: small, worker: 0 }, 0], [finished(small, 0), 12_300]);
  expect(eventLine(done, finished(small, 0))).toBe(
    '[1/3] completed  lstm-48 ds 0.9 digits quick #1  score 0.935  12s',
  );
  const failed: SweepEvent = {
    kind: 'failed',
    run: large,
    worker: 0,
    error: { name: 'RangeError', code: null, message: 'too far\nsecond line', stack: '' },
  };
  const state = advance(advance(done, { kind: 'started', run: large, worker: 0 }, 13_000), failed, 14_000);
  expect(eventLine(state, failed)).toBe('[2/3] FAILED  lstm-48 ds 0.9 digits quick #2: RangeError: too far');
  expect(totalText(state, 14_000)).toContain('1 FAILED');
});

test('starts and progress leave no line', () => {
  const state = after();
  expect(eventLine(state, { kind: 'started', run: small, worker: 0 })).toBeUndefined();
  expect(eventLine(state, training(small, 0, 1))).toBeUndefined();
  expect(eventLine(state, { kind: 'skipped', run: small, reason: 'stored' })).toBeUndefined();
});
