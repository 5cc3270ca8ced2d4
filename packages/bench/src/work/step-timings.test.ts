import type { TimedTraining } from '@dsrnn/experiment';
import { expect, test } from 'vitest';
import { stepTimings } from './step-timings.ts';

/** What the fake takes, in ms. */
const COMPILING = 5000;
const EVALUATING = 300;
const BEGINNING = 70;

/**
 * A trainer on a made-up clock. It reports every `together` steps and after the evaluation; nothing is waited for until
 * then. `stepMs` gives the time of each step of a call.
 */
function fake(
  together: number,
  stepMs: (step: number) => number,
): {
  readonly train: TimedTraining;
  readonly now: () => number;
  readonly calls: number[];
} {
  let time = 0;
  const calls: number[] = [];
  const train: TimedTraining = async (steps, report) => {
    if (calls.length === 0) time += COMPILING;
    calls.push(steps);
    time += BEGINNING;
    for (let step = 1; step <= steps; step++) {
      time += stepMs(step);
      if (step === steps) time += EVALUATING;
      if (step % together === 0 || step === steps) report(step);
    }
  };
  return { train, now: () => time, calls };
}

test('on a device a time is that of a whole report over its steps: no compiling, no evaluation, no beginning', async () => {
  // Work piles up: a step is handed out at once, and the last of a report waits for all of them.
  const { train, now, calls } = fake(16, (step) => (step % 16 === 0 ? 161 : 1));
  const work = await stepTimings(train, now);
  const warmUp = calls.length;
  expect(await work.take(3)).toEqual([11, 11, 11]);
  // Four reports, the first of which is left out, and the step with the evaluation.
  expect(calls.slice(warmUp)).toEqual([65]);
});

test('all is compiled before the first timing, and slow steps fill a turn with one report', async () => {
  const { train, now, calls } = fake(16, () => 4000);
  const work = await stepTimings(train, now);
  expect(calls).toEqual([2, 17]);
  expect(await work.take(30)).toEqual([4000]);
  expect(calls.at(-1)).toBe(33);
});

test('where each step is reported, each is a timing', async () => {
  const { train, now, calls } = fake(1, (step) => 10 * step);
  const work = await stepTimings(train, now);
  expect(await work.take(3)).toEqual([20, 30, 40]);
  expect(calls.at(-1)).toBe(5);
});

test('a trainer that reports less often than is known here is a mistake', async () => {
  const { train, now } = fake(64, () => 1);
  await expect(stepTimings(train, now)).rejects.toThrow('reported nothing in 16 steps');
});
