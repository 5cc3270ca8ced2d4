import { parameter, tf, useBackend } from '@dsrnn/core';
import { centralDifferences, largestDifference } from '@dsrnn/core/testing';
import { beforeAll, expect, it } from 'vitest';
import { interferenceSubject } from '../../test/interference-subject.ts';
import { batchOf } from './balanced-examples.ts';
import { exampleGradients } from './example-gradients.ts';
import { maskRecorder } from './mask-history.ts';
import { trainingForward } from './training-forward.ts';

beforeAll(() => useBackend('wasm'));

it('gives the slope of the loss of one example', () => {
  const subject = interferenceSubject({ cell: 'gru' });
  const { data, model } = subject;
  const [gradient] = exampleGradients(subject, ['wx'], [4])['wx'] as [Float32Array];
  const batch = batchOf(data.test, [4], data.time * data.features);
  const slopes = centralDifferences(parameter(model.parameters, 'wx'), () => {
    const { outputs } = trainingForward(subject, { batch, noise: subject.rng });
    return subject.lossOf(outputs, batch);
  });
  expect(largestDifference(gradient, slopes)).toBeLessThan(1e-3);
  expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-2);
  model.dispose();
});

it('gives 0 for what the loss does not reach, even if that is all that is asked', () => {
  const subject = interferenceSubject({ ds: {}, sparsity: 0.01 }, { units: 4, features: 1 });
  // With all channels active the router decides nothing.
  const gradients = exampleGradients(subject, ['router.w1'], [0, 1]);
  expect(gradients['router.w1']?.map((one) => one.every((value) => value === 0))).toEqual([true, true]);
  subject.model.dispose();
});

it('agrees between the active engine and the reference engine with a recorder', () => {
  const subject = interferenceSubject({ cell: 'gru', ds: {} });
  const recorder = maskRecorder(4, 8);
  const recorded = exampleGradients(subject, ['wh'], [0, 3], recorder);
  const active = exampleGradients(subject, ['wh'], [0, 3]);
  [0, 1].forEach((e) =>
    expect(
      largestDifference(recorded['wh']?.[e] as Float32Array, active['wh']?.[e] as Float32Array),
    ).toBeLessThan(1e-5),
  );
  expect(recorder.history().h).toHaveLength(2);
  subject.model.dispose();
});

it('leaves no tensor behind', () => {
  const subject = interferenceSubject({ ds: {} });
  const before = tf.memory().numTensors;
  exampleGradients(subject, ['wx', 'router.w1'], [0]);
  expect(tf.memory().numTensors).toBe(before);
  subject.model.dispose();
});
