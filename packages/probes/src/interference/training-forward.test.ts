import { onReferenceEngine, tf, useBackend, type Mode } from '@dsrnn/core';
import { numbersOf } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, expect, it } from 'vitest';
import { interferenceSubject } from '../../test/interference-subject.ts';
import type { ProbeSubject } from '../probe.ts';
import { batchOf } from './balanced-examples.ts';
import { trainingForward } from './training-forward.ts';

beforeAll(() => useBackend('wasm'));

const outputsOf = (subject: ProbeSubject): number[] => {
  const batch = batchOf(subject.data.test, [0, 1], subject.data.time * subject.data.features);
  return onReferenceEngine(() =>
    tf.tidy(() => numbersOf(trainingForward(subject, { batch, noise: createRng(1) }).outputs)),
  );
};

it('gives the outputs of the model in training', () => {
  const subject = interferenceSubject({ ds: {} });
  const { data, model } = subject;
  const inputs = data.test.inputs.slice(0, 2 * data.time * data.features);
  const expected = onReferenceEngine(() =>
    tf.tidy(() => {
      const xs = tf.tensor3d(inputs, [2, data.time, data.features]);
      return numbersOf(model.forward(xs, { training: true, progress: 1, noise: createRng(1) }).outputs);
    }),
  );
  outputsOf(subject).forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 5));
  model.dispose();
});

it('tells the method not to count it', () => {
  const modes: Mode[] = [];
  const subject = interferenceSubject({
    gates: (_noise, mode) => {
      modes.push(mode);
      return { kind: 'dense' };
    },
  });
  outputsOf(subject);
  expect(modes).toMatchObject([{ training: true, uncounted: true }]);
  subject.model.dispose();
});
