import { strategyConfig, strategyDefinition, type StrategyContext } from '@dsrnn/continual';
import { useBackend, type EngineName, type SequenceModel } from '@dsrnn/core';
import { numbersOf } from '@dsrnn/core/testing';
import type { Dataset } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import { beforeEach, describe, expect, it } from 'vitest';
import { toyDataset, toyParts, toyTrainable, toyTraining } from '../../../test/toy-dataset.ts';
import { evaluate } from './evaluate.ts';
import { createStepper } from './stepper.ts';
import { train, type StrategyAtWork, type TrainingWatch } from './train.ts';
import { sizeOf, trainedParameters } from './trained-vector.ts';

beforeEach(() => useBackend('wasm'));

function atWork(model: SequenceModel, data: Dataset, config: { kind: string }): StrategyAtWork {
  const definition = strategyDefinition(config.kind);
  const context: StrategyContext = {
    shape: data,
    parts: data.parts?.count ?? 1,
    parameters: sizeOf(trainedParameters(model)),
    outputs: 2,
    batchSize: 8,
    rng: createRng(5),
  };
  return { session: definition.begin(strategyConfig.parse(config), context), order: definition.order };
}

interface Trained {
  readonly values: number[][];
  readonly scores: readonly number[];
  readonly differentiated: number;
}

interface TrainedOptions {
  readonly data?: Dataset;
  readonly steps?: number;
  readonly watch?: TrainingWatch;
}

async function trained(
  method: string,
  strategy: { kind: string } | null,
  { data = toyParts(), steps = 40, watch = {} }: TrainedOptions = {},
): Promise<Trained> {
  const model = toyTrainable(method, {}, steps);
  try {
    const work = strategy === null ? null : atWork(model, data, strategy);
    const config = toyTraining({ steps, learningRate: 0.05, select: 'last', evaluateEvery: steps });
    const { differentiated } = await train(model, data, config, createRng(1), watch, work);
    return {
      values: Object.values(model.saved).map(numbersOf),
      scores: (await evaluate(model, data.test, data, createRng(1))).partScores,
      differentiated,
    };
  } finally {
    model.dispose();
  }
}

describe('training with a strategy', () => {
  it.each(['dense', 'ds', 'rigl', 'delta'])(
    'joint is the same to the bit as training without a strategy (%s)',
    async (method) => {
      const alone = await trained(method, null, { data: toyDataset() });
      expect(await trained(method, { kind: 'joint' }, { data: toyDataset() })).toEqual(alone);
    },
  );

  it.each(['dense', 'ds', 'rigl', 'delta'])(
    'every strategy trains %s, the same bits twice',
    async (method) => {
      for (const { options } of [strategyConfig]) {
        for (const { shape } of options) {
          const strategy = { kind: shape.kind.value };
          const once = await trained(method, strategy, { steps: 8 });
          expect(once.values.flat().every(Number.isFinite)).toBe(true);
          expect(await trained(method, strategy, { steps: 8 })).toEqual(once);
        }
      }
    },
  );

  it('forgets the first part under fine-tuning when the second contradicts it, and less under replay', async () => {
    const naive = await trained('dense', { kind: 'fine-tune' }, { steps: 200 });
    expect(naive.scores[0]).toBeLessThan(0.3);
    expect(naive.scores[1]).toBeGreaterThan(0.9);
    const replayed = await trained('dense', { kind: 'replay' }, { steps: 200 });
    expect(replayed.scores[0]).toBeGreaterThan(naive.scores[0] as number);
  });

  it('gives each part an equal share of the steps, in order, and tells when it is done', async () => {
    const told: (number | null)[] = [];
    const steps: number[] = [];
    await trained(
      'dense',
      { kind: 'fine-tune' },
      {
        steps: 10,
        watch: { stageDone: (part) => void told.push(part), report: ({ step }) => steps.push(step) },
      },
    );
    expect(told).toEqual([0, 1]);
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('freezes a router after the parts that it may learn in', async () => {
    const model = toyTrainable('ds', { router: { trainedParts: 1 } }, 20);
    const data = toyParts();
    const states: number[][][] = [];
    const names = ['router.w2', 'wh'];
    const keep = (): void => void states.push(names.map((name) => numbersOf(model.saved[name]!)));
    keep();
    const config = toyTraining({ steps: 20, select: 'last' });
    await train(
      model,
      data,
      config,
      createRng(1),
      { stageDone: keep },
      atWork(model, data, { kind: 'replay' }),
    );
    model.dispose();
    const [start, first, second] = states as [number[][], number[][], number[][]];
    expect(first[0]).not.toEqual(start[0]);
    expect(second[0]).toEqual(first[0]);
    expect(second[1]).not.toEqual(first[1]);
  });

  it.each([
    { kind: 'fine-tune' },
    { kind: 'joint' },
    { kind: 'pcgrad' },
    { kind: 'replay' },
    { kind: 'replay', batchSize: 3 },
    { kind: 'gem', memoryPerPart: 12 },
    { kind: 'gem', memoryPerPart: 12, memoryBatch: 5 },
    { kind: 'a-gem' },
    { kind: 'ewc', fisherExamples: 10 },
  ])('%o does the work that it says', async (strategy) => {
    const steps = 20;
    const definition = strategyDefinition(strategy.kind);
    const said = definition.work(strategyConfig.parse(strategy), { parts: 2, batchSize: 8, steps });
    expect((await trained('dense', strategy, { steps })).differentiated).toBeCloseTo(said * 8 * steps, 9);
  });

  it('DER++ does so once its memory holds a batch', async () => {
    const steps = 200;
    const said = strategyDefinition('der-plus-plus').work(strategyConfig.parse({ kind: 'der-plus-plus' }), {
      parts: 2,
      batchSize: 8,
      steps,
    });
    expect(said).toBe(3);
    const done = (await trained('dense', { kind: 'der-plus-plus' }, { steps })).differentiated;
    expect(done).toBe((said * steps - 2) * 8);
  });

  it('counts the examples that went through a backward pass', async () => {
    expect((await trained('dense', { kind: 'fine-tune' }, { steps: 10 })).differentiated).toBe(80);
    // GEM adds the 24 remembered examples of the first part to each of the five steps on the second.
    expect((await trained('dense', { kind: 'gem' }, { steps: 10 })).differentiated).toBe(80 + 5 * 24);
    expect((await trained('dense', { kind: 'replay' }, { steps: 10 })).differentiated).toBe(80 + 5 * 8);
  });
});

describe('the gradient of several terms', () => {
  it.each<EngineName>(['fused', 'reference'])(
    'is the weighted sum of their gradients (%s)',
    async (engine) => {
      await useBackend('wasm', engine);
      const data = toyParts();
      const model = toyTrainable('ds');
      const stepper = createStepper(model, data, 1, createRng(1), null);
      const learner = stepper.learner({ step: 0, progress: 0, rate: 0, part: null });
      const [a, b] = [0, 8].map((from) => ({
        count: 8,
        inputs: data.train.inputs.slice(from * 6, (from + 8) * 6),
        targets: data.train.targets.slice(from, from + 8),
        parts: data.train.parts!.slice(from, from + 8),
      }));
      const task = { kind: 'task' } as const;
      const wanted = (await learner.outputs(b!)).map((value) => value + 0.5);
      const alone = [
        await learner.gradient([{ batch: a!, weight: 1, loss: task }]),
        await learner.gradient([{ batch: b!, weight: 1, loss: { kind: 'outputs', wanted } }]),
      ];
      const sum = await learner.gradient([
        { batch: a!, weight: 1, loss: task },
        { batch: b!, weight: 0.25, loss: { kind: 'outputs', wanted } },
      ]);
      // The outputs are 0.5 off everywhere.
      expect(alone[1]!.loss).toBeCloseTo(0.25, 6);
      expect(sum.loss).toBeCloseTo(alone[0]!.loss + 0.25 * alone[1]!.loss, 6);
      sum.values.forEach((value, i) =>
        expect(value).toBeCloseTo(alone[0]!.values[i]! + 0.25 * alone[1]!.values[i]!, 6),
      );
      expect(alone[1]!.values.some((value) => Math.abs(value) > 1e-3)).toBe(true);
      stepper.dispose();
      model.dispose();
    },
  );
});
