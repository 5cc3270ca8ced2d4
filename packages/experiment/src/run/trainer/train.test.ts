import { methodDefinition } from '@dsrnn/baselines';
import { tf, useBackend, type SequenceModel } from '@dsrnn/core';
import { largestDifference, numbersOf } from '@dsrnn/core/testing';
import type { Dataset } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { toyDataset, toyTrainable, toyTraining } from '../../../test/toy-dataset.ts';
import type { CurvePoint } from '@dsrnn/records';
import type { TrainConfig } from '../../spec/train-config.ts';
import { restoreCheckpoint, takeCheckpoint } from './checkpoint.ts';
import { evaluate } from './evaluate.ts';
import { clipped } from './gradient-clipping.ts';
import { train, type Training } from './train.ts';

beforeAll(() => useBackend('wasm'));

const valuesOf = (model: SequenceModel): Record<string, number[]> =>
  Object.fromEntries(Object.entries(model.saved).map(([name, value]) => [name, numbersOf(value)]));

/** Whether one accuracy is better than another; loss decides ties. */
const isBetter = (a: CurvePoint, b: CurvePoint): boolean =>
  a.validationScore === b.validationScore
    ? a.validationLoss < b.validationLoss
    : a.validationScore > b.validationScore;

interface Run {
  readonly training: Training;
  readonly values: Record<string, number[]>;
  readonly validation: number;
}

/** Trains a fresh toy model and tells how it ended. */
async function run(
  overrides: Partial<TrainConfig> = {},
  data: Dataset = toyDataset(),
  kind = 'dense',
): Promise<Run> {
  const config = toyTraining(overrides);
  const model = toyTrainable(kind, {}, config.steps);
  const training = await train(model, data, config, createRng(1));
  const values = valuesOf(model);
  const validation =
    training.divergedAt === null ? (await evaluate(model, data.validation, data, createRng(1))).score : NaN;
  model.dispose();
  return { training, values, validation };
}

describe('clipping', () => {
  it('scales all gradients by one factor so that their global norm is the bound', async () => {
    tf.tidy(() => {
      // Norm √(9 + 16 + 144) = 13.
      const { a, b } = clipped({ a: tf.tensor1d([3, 4]), b: tf.tensor1d([-12]) }, 2.6);
      expect(largestDifference(numbersOf(a as tf.Tensor), [0.6, 0.8])).toBeLessThan(1e-6);
      expect(largestDifference(numbersOf(b as tf.Tensor), [-2.4])).toBeLessThan(1e-6);
    });
  });

  it('leaves a smaller gradient, and a gradient of 0, as it is', async () => {
    tf.tidy(() => {
      expect(numbersOf(clipped({ a: tf.tensor1d([3, 4]) }, 5).a as tf.Tensor)).toEqual([3, 4]);
      expect(numbersOf(clipped({ a: tf.tensor1d([0, 0]) }, 1).a as tf.Tensor)).toEqual([0, 0]);
    });
  });
});

describe('a checkpoint', () => {
  it('brings every saved value back', async () => {
    const model = toyTrainable('ds');
    const before = valuesOf(model);
    const checkpoint = await takeCheckpoint(model.saved);
    tf.tidy(() => {
      for (const variable of Object.values(model.saved)) variable.assign(tf.add(variable, 1));
    });
    expect(valuesOf(model)).not.toEqual(before);
    restoreCheckpoint(model.saved, checkpoint);
    expect(valuesOf(model)).toEqual(before);
    expect(() => restoreCheckpoint({}, checkpoint)).toThrow(
      /checkpoint holds ".+", which the model does not have/,
    );
    model.dispose();
  });
});

describe('training', () => {
  it('learns a toy task', async () => {
    const { training, validation } = await run({ steps: 60, learningRate: 0.05, evaluateEvery: 20 });
    expect(training.curve.map(({ step }) => step)).toEqual([20, 40, 60]);
    expect(validation).toBeGreaterThan(0.9);
  });

  it('gives the same bits twice', async () => {
    expect(await run({}, toyDataset(), 'ds')).toEqual(await run({}, toyDataset(), 'ds'));
  });

  it('averages the training loss since the evaluation before', async () => {
    const losses: number[] = [];
    const model = toyTrainable();
    const { curve } = await train(model, toyDataset(), toyTraining({ steps: 5 }), createRng(1), {
      report: ({ loss }) => losses.push(loss),
    });
    model.dispose();
    expect(losses).toHaveLength(5);
    const [a, b, c, d, e] = losses as [number, number, number, number, number];
    expect(curve.map(({ trainLoss }) => trainLoss)).toEqual([(a + b) / 2, (c + d) / 2, e]);
  });

  it('ends as diverged at the step whose loss blew up', async () => {
    const { training } = await run({
      ...{ learningRate: 10, warmupSteps: 0, schedule: 'constant', steps: 30, blowUpFactor: 3 },
    });
    expect(training.divergedAt).not.toBeNull();
    expect(training.divergedAt).toBeGreaterThan(0);
    expect(training.steps).toBe(training.divergedAt);
    expect(training.bestStep).toBeNull();
  });

  it('ends as diverged at step 0 when an input is not a number', async () => {
    const data = toyDataset();
    data.train.inputs.fill(NaN);
    expect((await run({}, data)).training).toMatchObject({
      steps: 0,
      divergedAt: 0,
      bestStep: null,
      curve: [],
    });
  });

  it('does not touch the parameters with a loss that is not finite', async () => {
    const data = toyDataset();
    data.train.inputs.fill(NaN);
    const { values } = await run({}, data);
    expect(Object.values(values).flat().every(Number.isFinite)).toBe(true);
  });

  it('ends as diverged when the validation loss is not finite', async () => {
    const data = toyDataset();
    data.validation.inputs[0] = NaN;
    expect((await run({}, data)).training).toMatchObject({
      steps: 1,
      divergedAt: 1,
      bestStep: null,
      curve: [],
    });
  });

  it('goes back to the best parameters on validation data, the earlier ones on a tie in score and loss', async () => {
    // Labels of validation are all wrong, so that learning makes it worse and the first evaluation is the best.
    const data = toyDataset({ validationFlip: 1 });
    const options = { steps: 40, learningRate: 0.05, evaluateEvery: 5 } as const;
    const best = await run({ ...options, select: 'best-validation' }, data);
    const last = await run({ ...options, select: 'last' }, data);
    const scores = best.training.curve.map(({ validationScore }) => validationScore);
    const expected = Math.max(...scores);
    expect(best.validation).toBe(expected);
    expect(best.training.bestStep).toBeLessThan(40);
    const point = best.training.curve.find(({ step }) => step === best.training.bestStep);
    expect(point?.validationScore).toBe(expected);
    expect(last.training.bestStep).toBe(40);
    expect(last.validation).toBe(scores.at(-1));
    expect(best.values).not.toEqual(last.values);
    // The restored values are those of a run that stops there.
    const { bestStep } = best.training;
    const model = toyTrainable('dense', {}, 40);
    let kept: Record<string, number[]> = {};
    await train(model, data, toyTraining({ ...options, select: 'last' }), createRng(1), {
      report: ({ step }) => {
        if (step === bestStep) kept = valuesOf(model);
      },
    });
    model.dispose();
    expect(best.values).toEqual(kept);
  });

  it('stops after as many evaluations without improvement as its patience', async () => {
    const data = toyDataset({ validationFlip: 1 });
    const options = { steps: 60, learningRate: 0.05, evaluateEvery: 5 } as const;
    const { training } = await run({ ...options, patience: 3 }, data);
    const { bestStep, steps, curve } = training;
    expect(steps).toBe((bestStep as number) + 15);
    expect(steps).toBeLessThan(60);
    expect(curve.at(-1)?.step).toBe(steps);
  });

  it('counts its patience anew from each improvement', async () => {
    const data = toyDataset({ validationFlip: 0.5 });
    const options = { steps: 40, learningRate: 0.02, evaluateEvery: 1 } as const;
    const { curve } = (await run(options, data)).training;
    let best = 0;
    let [stop, misses] = [0, 0];
    for (let i = 1; stop === 0 && i < curve.length; i++) {
      if (isBetter(curve[i] as CurvePoint, curve[best] as CurvePoint)) best = i;
      else misses += 1;
      if (i - best === 3) stop = i + 1;
    }
    // Some misses came before the best step, so that counting all of them would stop earlier.
    expect(misses).toBeGreaterThan(3);
    expect(stop).toBeGreaterThan(0);
    const { training } = await run({ ...options, patience: 3 }, data);
    expect([training.steps, training.bestStep]).toEqual([stop, best + 1]);
  });

  it('selects nothing before the method is ready', async () => {
    // The static control freezes its mask after half of the steps. Learning only makes wrong labels worse.
    const data = toyDataset({ validationFlip: 1 });
    const { training } = await run(
      { steps: 40, learningRate: 0.05, evaluateEvery: 5 },
      data,
      'static-router-mean',
    );
    const best = training.curve.reduce((a, b) => (isBetter(b, a) ? b : a));
    expect(best.step).toBeLessThan(20);
    expect(training.bestStep).toBeGreaterThanOrEqual(20);
  });

  it('leaves a frozen router as it was drawn', async () => {
    const model = toyTrainable('untrained-router');
    const before = valuesOf(model);
    await train(model, toyDataset(), toyTraining({ select: 'last' }), createRng(1));
    const after = valuesOf(model);
    for (const name of Object.keys(before)) {
      if (name.startsWith('router.')) expect(after[name], name).toEqual(before[name]);
      else expect(after[name], name).not.toEqual(before[name]);
    }
    model.dispose();
  });

  it.each(['dense', 'ds', 'rigl', 'delta', 'static-router-mean'])(
    'leaves no tensor behind, %s',
    async (kind) => {
      const data = toyDataset();
      const before = tf.memory().numTensors;
      const model = toyTrainable(kind);
      await train(model, data, toyTraining(), createRng(1));
      model.dispose();
      expect(tf.memory().numTensors - before).toBe(0);
    },
  );
});

describe('RigL in training', () => {
  it('keeps every weight outside its mask at exactly 0, through Adam and mask updates', async () => {
    const definition = methodDefinition('rigl');
    expect(definition.sparse).toBe(true);
    const model = toyTrainable('rigl', { updateInterval: 3, dropFraction: 1 }, 20);
    const ones: Record<string, number> = {};
    const masks: string[] = [];
    await train(model, toyDataset(), toyTraining({ steps: 20, select: 'last' }), createRng(1), {
      report: checkMasks,
    });
    function checkMasks(): void {
      const values = valuesOf(model);
      for (const name of ['wx', 'wh']) {
        const mask = values[`mask.${name}`] as number[];
        (values[name] as number[]).forEach((weight, i) => {
          if (mask[i] === 0) expect(Math.abs(weight)).toBe(0);
        });
        const count = mask.filter((bit) => bit === 1).length;
        ones[name] ??= count;
        expect(count).toBe(ones[name]);
      }
      masks.push(JSON.stringify([values['mask.wx'], values['mask.wh']]));
    }
    // 20 steps, end at 15: updates at 3, 6, 9 and 12.
    const changes = masks.flatMap((mask, i) => (i > 0 && mask !== masks[i - 1] ? [i] : []));
    expect(changes).toEqual([3, 6, 9, 12]);
    model.dispose();
  });
});
