import { cellDefinition, createModel, ds, useBackend } from '@dsrnn/core';
import { numbersOf, toyContext } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { toyDataset } from '../../../test/toy-dataset.ts';
import { BETA1, BETA2, EPSILON } from './adam-constants.ts';
import { trainingBatches } from './batches.ts';
import { inputRms } from './input-rms.ts';
import { createStepper } from './stepper.ts';
import { trainedParameters } from './trained-vector.ts';

const shape = {
  time: 2,
  features: 3,
  target: { kind: 'class', classes: 2 },
  metric: 'accuracy',
} as const;
const examples = {
  count: 2,
  inputs: Float32Array.from([1, 0, 0, 2, 1, 0, 1, 0, 0, 3, 1, 0]),
  targets: Int32Array.from([0, 1]),
};

it('is the root mean square of all inputs of all steps', () => {
  expect(inputRms(examples, shape)).toBeCloseTo(Math.sqrt((1 + 5 + 1 + 10) / 12), 12);
});

it('counts a learned identity as one-hot vectors of as many squares', () => {
  const parts = { count: 2, heads: 'shared', identity: { kind: 'embedding', size: 4 } } as const;
  expect(inputRms(examples, { ...shape, parts })).toBeCloseTo(Math.sqrt(17 / (4 * 5)), 12);
});

describe('a router whose inputs are scaled', () => {
  beforeAll(() => useBackend('wasm'));

  it('learns W₁ as plain Adam learns the weights of inputs over their root mean square', async () => {
    const data = toyDataset();
    const rms = inputRms(data.train, data);
    const sizes = {
      units: 6,
      features: data.features,
      time: data.time,
      config: { router: { input: 'x', scaleInputs: true, rateScale: 0.5 } },
    };
    const context = { ...toyContext(ds, cellDefinition('gru'), sizes), inputRms: () => rms };
    const model = createModel(ds.create(context, createRng(2)), { kind: 'last', outputs: 2 }, createRng(3));
    const stepper = createStepper(model, data, 1e9, createRng(1), null);
    const batches = trainingBatches(data, 8, createRng(4));
    const w1 = model.parameters['router.w1']!;
    const from = trainedParameters(model)
      .slice(0, Object.keys(model.parameters).indexOf('router.w1'))
      .reduce((sum, [, { size }]) => sum + size, 0);
    const weights = numbersOf(w1).map((w) => w * rms);
    const [first, second] = [weights.map(() => 0), weights.map(() => 0)];
    for (let step = 0; step < 4; step++) {
      const place = { step, progress: 0, rate: 0.05, part: null };
      const batch = batches.next().value;
      const terms = [{ batch, weight: 1, loss: { kind: 'task' } as const }];
      const { values } = await stepper.learner(place).gradient(terms);
      weights.forEach((_, i) => {
        const gradient = (values[from + i] as number) / rms;
        first[i] = BETA1 * (first[i] as number) + (1 - BETA1) * gradient;
        second[i] = BETA2 * (second[i] as number) + (1 - BETA2) * gradient ** 2;
        const mean = first[i] / (1 - BETA1 ** (step + 1));
        const square = second[i] / (1 - BETA2 ** (step + 1));
        weights[i] = (weights[i] as number) - (0.05 * 0.5 * mean) / (Math.sqrt(square) + EPSILON);
      });
      await stepper.step(place, batch);
      numbersOf(w1).forEach((w, i) => expect(w * rms).toBeCloseTo(weights[i] as number, 5));
    }
    stepper.dispose();
    model.dispose();
  });
});
