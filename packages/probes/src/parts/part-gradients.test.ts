import { asParameters, createModel, meanSquaredError, parameter, tf, useBackend } from '@dsrnn/core';
import { centralDifferences, largestDifference, tensorsLeftBy } from '@dsrnn/core/testing';
import type { Examples } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import { beforeAll, expect, it } from 'vitest';
import { interferenceSubject } from '../../test/interference-subject.ts';
import { embeddedSubject, randomSubject } from '../../test/part-subject.ts';
import { batchOf } from '../interference/balanced-examples.ts';
import { trainingForward } from '../interference/training-forward.ts';
import type { ProbeSubject } from '../probe.ts';
import { partGradients } from './part-gradients.ts';

beforeAll(() => useBackend('wasm'));

const take = ({ data }: ProbeSubject, indices: readonly number[]): Examples =>
  batchOf(data.train, indices, data.time * data.features);

it('is the slope of the mean loss over the examples of a part', () => {
  const subject = interferenceSubject({ cell: 'gru' });
  const parts = [take(subject, [0, 1]), take(subject, [2, 3, 4])];
  const [, second] = partGradients(subject, ['wh'], parts, 2)['wh'] as [Float32Array, Float32Array];
  const slopes = centralDifferences(parameter(subject.model.parameters, 'wh'), () => {
    const { outputs } = trainingForward(subject, { batch: parts[1]!, noise: subject.rng });
    return subject.lossOf(outputs, parts[1]!);
  });
  expect(largestDifference(second, slopes)).toBeLessThan(1e-3);
  expect(Math.max(...second.map(Math.abs))).toBeGreaterThan(1e-2);
  subject.model.dispose();
});

it('weighs every example alike, in however many passes', () => {
  // 16,384 steps a pass: one of two sequences, one of the third.
  const subject = interferenceSubject({}, { time: 8000, features: 1, units: 2, classes: 2, examples: 3 });
  const [whole] = partGradients(subject, ['wx'], [take(subject, [0, 1, 2])], 1)['wx'] as [Float32Array];
  const singles = partGradients(
    subject,
    ['wx'],
    [0, 1, 2].map((i) => take(subject, [i])),
    3,
  )['wx'] as readonly Float32Array[];
  const mean = whole.map((_, i) => singles.reduce((sum, one) => sum + one[i]!, 0) / 3);
  expect(largestDifference(whole, mean)).toBeLessThan(1e-6);
  expect(Math.max(...whole.map(Math.abs))).toBeGreaterThan(1e-3);
  subject.model.dispose();
});

it('takes as many parts as are asked for, and leaves no tensors', () => {
  const subject = interferenceSubject({ ds: {} });
  const parts = [0, 1, 2].map((i) => take(subject, [i, i + 3]));
  let gradients: ReturnType<typeof partGradients> = {};
  expect(tensorsLeftBy(() => (gradients = partGradients(subject, ['wx', 'router.w1'], parts, 2)))).toBe(0);
  expect(Object.entries(gradients).map(([name, vectors]) => [name, vectors.length])).toEqual([
    ['wx', 2],
    ['router.w1', 2],
  ]);
  subject.model.dispose();
});

it('is 0 where the method holds a weight at 0', () => {
  const mask = Float32Array.from({ length: 4 * 32 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const subject = interferenceSubject({
    buffers: () => asParameters({ wx: tf.tensor2d(mask, [4, 32]) }, false, 'mask.'),
  });
  const [gradient] = partGradients(subject, ['wx'], [take(subject, [0, 1])], 1)['wx'] as [Float32Array];
  expect(gradient.every((value, i) => mask[i] === 1 || value === 0)).toBe(true);
  expect(gradient.some((value) => value !== 0)).toBe(true);
  subject.model.dispose();
});

it('reaches the learned vector of the part, and of no other', () => {
  const subject = embeddedSubject(randomSubject({ ds: {} }));
  const { train } = subject.data;
  const ofPart = (part: number): Examples =>
    take(
      subject,
      [...train.parts!.keys()].filter((i) => train.parts![i] === part),
    );
  const gradients = partGradients(subject, ['identity.embedding'], [0, 1, 2].map(ofPart), 3);
  expect(gradients['identity.embedding']?.map((row) => [...row].map((value) => value !== 0))).toEqual([
    [true, false, false],
    [false, true, false],
    [false, false, true],
  ]);
  subject.model.dispose();
});

it('is of a head that reads every step, too', () => {
  const subject = interferenceSubject({}, { time: 3, features: 2, units: 4 });
  const { recurrent } = subject.model;
  for (const name of ['head.w', 'head.b']) subject.model.parameters[name]?.dispose();
  const model = createModel(recurrent, { kind: 'steps', outputs: 1 }, createRng(3));
  const perStep: ProbeSubject = {
    ...subject,
    model,
    lossOf: (outputs, { targets, count }) => {
      const shape: [number, number] = [count * 3, 1];
      return meanSquaredError(
        tf.reshape<tf.Rank.R2>(outputs, shape),
        tf.tensor2d(targets as Float32Array, shape),
      );
    },
  };
  const examples: Examples = {
    count: 2,
    inputs: subject.data.train.inputs.slice(0, 12),
    targets: Float32Array.of(1, -1, 2, 0.5, 0, -2),
  };
  const [bias] = partGradients(perStep, ['head.b'], [examples], 1)['head.b'] as [Float32Array];
  // Of the mean squared error: 2 (mean output − mean target), with targets of mean 1/12.
  const outputs = tf.tidy(() => {
    const xs = tf.tensor3d(examples.inputs, [2, 3, 2]);
    const mode = { training: false, progress: 1, noise: createRng(1) };
    return [...model.forward(xs, mode).outputs.dataSync<'float32'>()];
  });
  const mean = outputs.reduce((sum, value) => sum + value) / 6;
  expect(bias[0]).toBeCloseTo(2 * (mean - 1 / 12), 5);
  model.dispose();
});
