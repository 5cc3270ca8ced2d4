import { hostMemory } from '@dsrnn/core';
import { createRng } from '@dsrnn/portable';
import { expect, test } from 'vitest';
import { useCpuAsDevice } from '../../../test/cpu-as-device.ts';
import { toyDataset, toyTrainable, toyTraining } from '../../../test/toy-dataset.ts';
import type { TimedTraining } from '../trainer/step-laps.ts';
import { LOSSES_READ_TOGETHER, train } from '../trainer/train.ts';
import { medianStepMs } from './time-training.ts';

const COMPILING_MS = 5000;
const EVALUATION_MS = 300;

/** A trainer on a made-up clock that reports as the real one does: every `together` steps, and after the evaluation. */
function fake(
  together: number,
  stepMs: number,
): { readonly train: TimedTraining; readonly now: () => number; readonly calls: number[] } {
  let time = 0;
  const calls: number[] = [];
  const train: TimedTraining = async (steps, report) => {
    if (calls.length === 0) time += COMPILING_MS;
    calls.push(steps);
    for (let step = 1; step <= steps; step++) {
      time += stepMs;
      if (step === steps) time += EVALUATION_MS;
      if (step % together === 0 || step === steps) report(step);
    }
  };
  return { train, now: () => time, calls };
}

test('on a device whole reports are timed, without the evaluation', async () => {
  const slow = fake(16, 1000);
  expect(await medianStepMs(slow.train, 16, slow.now)).toBe(1000);
  // The step more ends with the evaluation.
  expect(slow.calls).toEqual([17, 17]);
  const quick = fake(16, 2);
  expect(await medianStepMs(quick.train, 16, quick.now)).toBe(2);
});

test('on the host every step is timed, and as many as fill a while', async () => {
  const { train, now, calls } = fake(1, 20);
  expect(await medianStepMs(train, 1, now)).toBe(20);
  expect(calls).toEqual([13, 31]);
});

test('where steps differ by turns, whole periods are timed, the dear step of each among them', async () => {
  let time = 0;
  const calls: number[] = [];
  const train: TimedTraining = async (steps, report) => {
    calls.push(steps);
    for (let step = 1; step <= steps; step++) {
      time += (step - 1) % 4 === 0 ? 100 : 20;
      report(step);
    }
  };
  const period = { warmUp: 12, least: 5, period: 4 };
  expect(await medianStepMs(train, 1, () => time, period)).toBe(40);
  expect((calls[1]! - 1) % 4).toBe(0);
});

test('on a device the trainer reports as often as is known here, and after an evaluation', async () => {
  await useCpuAsDevice();
  expect(hostMemory()).toBe(false);
  const steps = 2 * LOSSES_READ_TOGETHER + 1;
  const model = toyTrainable();
  const reported: number[] = [];
  await train(model, toyDataset(), toyTraining({ steps, evaluateEvery: steps }), createRng(1), {
    report: ({ step }) => reported.push(step),
  });
  model.dispose();
  expect(reported).toEqual([LOSSES_READ_TOGETHER, 2 * LOSSES_READ_TOGETHER, steps]);
});
