/** Training on or with a number that is none diverges at the step that meets it: every method, engine and strategy. */
import { methods } from '@dsrnn/baselines';
import { strategies, strategyConfig, strategyDefinition } from '@dsrnn/continual';
import {
  cells,
  createModel,
  tf,
  useBackend,
  type CellDefinition,
  type MethodDefinition,
  type SequenceModel,
} from '@dsrnn/core';
import { toyContext } from '@dsrnn/core/testing';
import type { Dataset } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpuAsDevice } from '../../../test/cpu-as-device.ts';
import { toyDataset, toyExamples, toyParts, toyTraining } from '../../../test/toy-dataset.ts';
import { createOptimiser } from './optimiser.ts';
import { sizeOf, trainedParameters } from './trained-vector.ts';
import { train, type StrategyAtWork } from './train.ts';

const allCells = cells as readonly unknown[] as readonly CellDefinition[];
const allMethods = methods as readonly unknown[] as readonly MethodDefinition[];
const pairs = allCells.flatMap((cell) =>
  allMethods.map((method) => [`${cell.kind}, ${method.kind}`, cell, method] as const),
);

function modelOf(cell: CellDefinition, method: MethodDefinition, steps: number): SequenceModel {
  const { time, features } = toyDataset();
  const context = toyContext(method, cell, { units: 4, features, time, steps });
  const rng = createRng(2);
  return createModel(method.create(context, rng), { kind: 'last', outputs: 2 }, rng);
}

/** 64 sequences, one of them with a number that is none. */
function broken(wrong: number): Dataset {
  const train = toyExamples(64, createRng(3));
  train.inputs[200] = wrong;
  return { ...toyDataset(), train };
}

function atWork(model: SequenceModel, data: Dataset, kind: string): StrategyAtWork {
  const definition = strategyDefinition(kind);
  const session = definition.begin(strategyConfig.parse({ kind }), {
    shape: data,
    parts: data.parts?.count ?? 1,
    parameters: sizeOf(trainedParameters(model)),
    outputs: 2,
    batchSize: 8,
    rng: createRng(5),
  });
  return { session, order: definition.order };
}

const engines: readonly (readonly [string, () => Promise<void>])[] = [
  ['the fused engine', () => useBackend('wasm', 'fused')],
  ['the reference engine', () => useBackend('wasm', 'reference')],
  ['a device', () => useCpuAsDevice()],
];

describe.each(engines)('on %s', (engine, start) => {
  beforeAll(start);

  it.each(pairs)(
    '%s diverges at the first step if one of 64 inputs is NaN or infinite',
    async (_, cell, method) => {
      for (const wrong of [NaN, Infinity]) {
        const model = modelOf(cell, method, 6);
        const config = toyTraining({ steps: 6, batchSize: 64, evaluateEvery: 3 });
        const { divergedAt, steps } = await train(model, broken(wrong), config, createRng(1));
        expect({ divergedAt, steps }).toEqual({ divergedAt: 0, steps: 0 });
        model.dispose();
      }
    },
  );

  it.each(pairs)('%s diverges at once if a parameter is NaN, whichever', async (_, cell, method) => {
    const names = Object.keys(modelParameters(cell, method));
    for (const name of names) {
      const model = modelOf(cell, method, 6);
      spoil(model.parameters[name] as tf.Variable);
      const config = toyTraining({ steps: 6, batchSize: 8, evaluateEvery: 2, select: 'last' });
      const { divergedAt } = await train(model, toyDataset(), config, createRng(1));
      expect(divergedAt, name).toBe(0);
      model.dispose();
    }
  });

  it('the step is the one at which a parameter became NaN, even one that rests', async () => {
    const [lstm] = allCells as [CellDefinition];
    for (const kind of ['ds', 'untrained-router', 'rigl']) {
      const method = allMethods.find((one) => one.kind === kind) as MethodDefinition;
      const model = modelOf(lstm, method, 6);
      const config = toyTraining({ steps: 6, evaluateEvery: 2, select: 'last' });
      const { divergedAt, curve } = await train(model, toyDataset(), config, createRng(1), {
        evaluated: (step) => {
          if (step === 4) spoil(model.parameters['router.w2'] ?? (model.parameters['wh'] as tf.Variable));
        },
      });
      expect([divergedAt, curve.length], kind).toEqual([4, 2]);
      model.dispose();
    }
  });

  it.each(strategies.map(({ kind }) => kind))('%s diverges in the part whose data have NaN', async (kind) => {
    for (const method of ['dense', 'ds', 'delta']) {
      const data = toyParts();
      // Of the second part, which is learned last, or mixed with the first.
      data.train.inputs.fill(NaN, data.train.inputs.length - 6);
      const model = modelOf(
        allCells.find((cell) => cell.kind === 'lstm') as CellDefinition,
        allMethods.find((one) => one.kind === method) as MethodDefinition,
        12,
      );
      const work = atWork(model, data, kind);
      const config = toyTraining({ steps: 12, batchSize: 24, evaluateEvery: 6, select: 'last' });
      const { divergedAt } = await train(model, data, config, createRng(1), {}, work);
      if (work.order === 'joint') expect(divergedAt).toBeLessThanOrEqual(1);
      else expect(divergedAt).toBe(6);
      model.dispose();
    }
  });

  it('an optimiser tells of a gradient that is not finite, clipped or not', () => {
    for (const [clipNorm, wrong] of [
      [1, NaN],
      [1e9, NaN],
      [1, Infinity],
    ] as const) {
      const told = tf.tidy(() => {
        const parameters = { w: tf.variable(tf.tensor1d([1, 2])), b: tf.variable(tf.tensor1d([3])) };
        const optimiser = createOptimiser(parameters, {});
        const check = (g: number): number => {
          const told = optimiser.apply({ w: tf.tensor1d([1, g]), b: tf.tensor1d([0]) }, 0.1, clipNorm);
          return typeof told === 'number' ? told : (told.dataSync()[0] as number);
        };
        const both = [check(2), check(wrong)];
        optimiser.dispose();
        for (const variable of Object.values(parameters)) variable.dispose();
        return both;
      });
      expect(told, `${engine} ${String(wrong)}`).toEqual([0, NaN]);
    }
  });
});

function modelParameters(cell: CellDefinition, method: MethodDefinition): SequenceModel['parameters'] {
  const model = modelOf(cell, method, 6);
  model.dispose();
  return model.parameters;
}

/** Makes the last number of a variable NaN. */
function spoil(variable: tf.Variable): void {
  tf.tidy(() => {
    const values = variable.dataSync<'float32'>().slice();
    values[values.length - 1] = NaN;
    variable.assign(tf.tensor(values, variable.shape));
  });
}
