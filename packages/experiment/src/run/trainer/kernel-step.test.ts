/** A step on the kernels and one on tensors: the same bits, whatever is trained, and whoever looks in between. */
import { methods } from '@dsrnn/baselines';
import {
  activeKernels,
  cells,
  createModel,
  createStream,
  tf,
  useBackend,
  type CellDefinition,
  type MethodDefinition,
  type SequenceModel,
} from '@dsrnn/core';
import { numbersOf, toyContext } from '@dsrnn/core/testing';
import type { Examples, TaskShape } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { takeCheckpoint } from './checkpoint.ts';
import { evaluate } from './evaluate.ts';
import { readoutFor } from './objective.ts';
import { createStepper, type Stepper } from './stepper.ts';

beforeAll(() => useBackend('wasm'));

const allCells = cells as readonly unknown[] as readonly CellDefinition[];
const allMethods = methods as readonly unknown[] as readonly MethodDefinition[];
const cellOf = (kind: string): CellDefinition => allCells.find((cell) => cell.kind === kind)!;
const methodOf = (kind: string): MethodDefinition => allMethods.find((method) => method.kind === kind)!;

/** What is trained, and how. */
interface Training {
  readonly cell?: string;
  readonly method?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly shape?: Partial<TaskShape>;
  readonly units?: number;
  readonly batch?: number;
  readonly readout?: 'last' | 'mean';
  readonly clipNorm?: number;
  readonly steps?: number;
  /** Steps at which the method must see gradients. */
  readonly seen?: number;
  /** Last features that a router may read as the identity. */
  readonly identity?: number;
}

const LABELS: TaskShape = { time: 3, features: 5, target: { kind: 'class', classes: 3 }, metric: 'accuracy' };

function shapeOf({ shape }: Training): TaskShape {
  return { ...LABELS, ...shape };
}

function modelOf(training: Training): SequenceModel {
  const { cell = 'lstm', method = 'ds', config, units = 6, readout = 'last', steps = 5, identity } = training;
  const { time, features } = shapeOf(training);
  const definition = methodOf(method);
  const own = config === undefined ? {} : { config };
  const context = toyContext(definition, cellOf(cell), {
    units,
    features,
    time,
    steps,
    readout,
    ...(identity === undefined ? {} : { identity }),
    ...own,
  });
  const rng = createRng(2);
  const recurrent = definition.create(context, rng);
  return createModel(recurrent, readoutFor(shapeOf(training), recurrent.settings), rng);
}

function batchOf(training: Training, seed: number): Examples {
  const { time, features, target, parts } = shapeOf(training);
  const { batch: count = 7 } = training;
  const rng = createRng(seed);
  const rows = count * (target.kind.endsWith('-per-step') ? time : 1);
  const inputs = Float32Array.from({ length: count * time * features }, () => rng.normal());
  const targets =
    'classes' in target
      ? Int32Array.from({ length: rows }, () => rng.integer(target.classes))
      : Float32Array.from({ length: rows * target.size }, () => rng.normal());
  const own =
    parts === undefined ? {} : { parts: Int32Array.from({ length: count }, () => rng.integer(parts.count)) };
  return { count, inputs, targets, ...own };
}

/** A model at training, its passes on tensors counted. */
interface AtWork {
  readonly model: SequenceModel;
  readonly stepper: Stepper;
  passes: number;
  step(step: number): Promise<number>;
  values(): Record<string, number[]>;
  dispose(): void;
}

/** `on` tensors: a method that looks at the gradients, which changes nothing else. */
function begin(training: Training, on: 'kernels' | 'tensors'): AtWork {
  const model = modelOf(training);
  const { recurrent } = model;
  const looks: typeof recurrent = {
    ...recurrent,
    gradientMasks: () => null,
    onGradients: (step, gradients, optimiser) =>
      recurrent.onGradients === undefined ? gradients : recurrent.onGradients(step, gradients, optimiser),
  };
  const atWork = {
    passes: 0,
    model,
    stepper: createStepper(
      {
        ...model,
        ...(on === 'tensors' ? { recurrent: looks } : {}),
        forward: (...args) => {
          atWork.passes += 1;
          return model.forward(...args);
        },
      },
      shapeOf(training),
      training.clipNorm ?? 1,
      createRng(1),
      null,
    ),
    step: async (step: number) => {
      const place = { step, progress: step / 5, rate: 0.05, part: null };
      const { loss, activity } = await atWork.stepper.step(place, batchOf(training, step + 1));
      await recurrent.afterStep(step, activity);
      if (typeof loss === 'number') return loss;
      const [value] = loss.dataSync();
      loss.dispose();
      return value as number;
    },
    values: () =>
      Object.fromEntries(Object.entries(model.saved).map(([name, value]) => [name, numbersOf(value)])),
    dispose: () => {
      atWork.stepper.dispose();
      model.dispose();
    },
  } as AtWork;
  return atWork;
}

/** Fails unless both ways give the same losses, parameters and buffers at every step. */
async function expectSame(training: Training): Promise<void> {
  const tensors = tf.memory().numTensors;
  const [a, b] = [begin(training, 'kernels'), begin(training, 'tensors')];
  const before = a.values();
  const { steps = 5, seen = 0 } = training;
  for (let step = 0; step < steps; step++) {
    expect(await a.step(step), `loss of step ${step}`).toBe(await b.step(step));
    expect(a.values(), `after step ${step}`).toEqual(b.values());
  }
  expect(a.values()).not.toEqual(before);
  expect([a.passes, b.passes]).toEqual([seen, steps]);
  for (const one of [a, b]) one.dispose();
  expect(activeKernels()!.arena.inUse).toBe(0);
  expect(tf.memory().numTensors).toBe(tensors);
}

const plain = allMethods.filter(({ kind }) => kind !== 'rigl').map(({ kind }) => kind);

describe.each(allCells.map(({ kind }) => kind))(
  '%s: a step on the kernels has the bits of one on tensors',
  (cell) => {
    it.each(plain)('%s', (method) => expectSame({ cell, method }));

    it.each(['class', 'class-per-step', 'value', 'value-per-step'] as const)(
      'for a target %s',
      async (kind) => {
        const target = kind.startsWith('class') ? { classes: 5, scoredSteps: 2 } : { size: 3 };
        const metric = kind.startsWith('class') ? 'accuracy' : 'mse';
        const shape = { target: { kind, ...target } as TaskShape['target'], metric } as const;
        for (const readout of ['last', 'mean'] as const) await expectSame({ cell, shape, readout });
      },
    );

    it('with a router whose scores stay centred', () =>
      expectSame({
        cell,
        config: {
          maskInputs: false,
          router: { input: 'ema', scaleInputs: true, centred: true },
          estimator: { kind: 'active-only' },
        },
      }));

    it('for one step, for one sample, for both', async () => {
      for (const [time, batch] of [
        [1, 5],
        [4, 1],
        [1, 1],
      ] as const) {
        await expectSame({ cell, batch, shape: { time } });
      }
    });
  },
);

describe('a step on the kernels has the bits of one on tensors', () => {
  it.each<[string, Training]>([
    ['clipped and not', { clipNorm: 1e-3 }],
    ['without clipping', { clipNorm: 1e9 }],
    ['with a slow router', { config: { router: { rateScale: 0.1 } } }],
    ['with a frozen router', { config: { router: { rateScale: 0 } } }],
    ['with a penalty', { config: { balanceWeight: 0.3 } }],
    ['with penalties of two kinds', { config: { balanceWeight: 0.3, estimator: { kind: 'hard-concrete' } } }],
    ['with multipliers that rise', { config: { estimator: { kind: 'hard-concrete', budget: 'dual' } } }],
    ['with noise', { config: { estimator: { kind: 'gumbel-top-k' } } }],
    ['with a mask a sequence', { config: { router: { input: 'mean' } } }],
    ['with a router that averages', { config: { router: { input: 'ema' } } }],
    ['with masks that close', { config: { rampShare: 0.9 } }],
    [
      'with columns of the step before, in groups',
      { units: 10, config: { read: 'previous', groupSize: 4, maskInputs: false } },
    ],
    [
      'with a gradient for all channels every other step',
      {
        units: 20,
        config: { groupSize: 8, maskInputs: false, estimator: { kind: 'periodic-ste', every: 2 } },
      },
    ],
    [
      'with masks that the identity decides',
      { config: { router: { input: 'identity' }, estimator: { kind: 'active-only' } }, identity: 2 },
    ],
    ['with masks that become constant', { method: 'static-router-mean', config: { freezeShare: 0.5 } }],
    // Updates at steps 10 and 20 of 30; two batches before each are collected, the one of the update among them.
    [
      'with weights that move',
      {
        method: 'rigl',
        config: { updateInterval: 10, minimumUpdates: 1, gradientBatches: 2, endShare: 0.75 },
        steps: 30,
        seen: 4,
      },
    ],
    [
      'with a wide head over many rows',
      {
        units: 300,
        batch: 70,
        steps: 2,
        shape: { time: 5, target: { kind: 'class-per-step', classes: 19, scoredSteps: 2 } },
      },
    ],
  ])('%s', (_, training) => expectSame(training));

  it.each(['class', 'class-per-step', 'value', 'value-per-step'] as const)(
    'where each part has a head of its own, for a target %s',
    async (kind) => {
      const target = kind.startsWith('class') ? { classes: 3, scoredSteps: 1 } : { size: 2 };
      const shape = {
        target: { kind, ...target } as TaskShape['target'],
        parts: { count: 4, heads: 'own', identity: { kind: 'none' } },
      } as const;
      await expectSame({ shape });
    },
  );
});

describe('who looks at a model that is trained on the kernels sees the last step', () => {
  const training: Training = { method: 'ds' };

  it.each<[string, (one: AtWork) => unknown]>([
    ['a parameter', ({ model }) => numbersOf(model.parameters['wh'] as tf.Tensor)],
    ['a checkpoint', async ({ model }) => [...(await takeCheckpoint(model.saved))]],
    ['a forward pass', ({ model }) => passOf(model)],
    ['a stream', ({ model }) => streamOf(model)],
    ['an evaluation', ({ model }) => evaluate(model, batchOf(training, 9), shapeOf(training), createRng(1))],
    [
      'the learner of a strategy',
      async ({ stepper }) => {
        const learner = stepper.learner({ step: 0, progress: 0, rate: 0, part: null });
        const [gradient] = [
          await learner.gradient([{ batch: batchOf(training, 9), weight: 1, loss: { kind: 'task' } }]),
        ];
        return [await learner.parameters(), await learner.outputs(batchOf(training, 9)), gradient];
      },
    ],
  ])('%s', async (_, look) => {
    const [a, b] = [begin(training, 'kernels'), begin(training, 'tensors')];
    const seen: unknown[] = [];
    for (let step = 0; step < 3; step++) {
      await a.step(step);
      await b.step(step);
      const found = await look(a);
      expect(found, `after step ${step}`).toEqual(await look(b));
      expect(seen).not.toContainEqual(found);
      seen.push(found);
    }
    for (const one of [a, b]) one.dispose();
  });

  it('and what is assigned to a parameter is trained on', async () => {
    const [a, b] = [begin(training, 'kernels'), begin(training, 'tensors')];
    for (let step = 0; step < 3; step++) {
      for (const { model } of [a, b]) {
        tf.tidy(() => model.parameters['wx']!.assign(tf.mul(model.parameters['wx']!, 0.5)));
      }
      expect(await a.step(step)).toBe(await b.step(step));
      expect(a.values()).toEqual(b.values());
    }
    for (const one of [a, b]) one.dispose();
  });

  it('after training, when the model is all that is left', async () => {
    const [a, b] = [begin(training, 'kernels'), begin(training, 'tensors')];
    for (const one of [a, b]) {
      await one.step(0);
      one.stepper.dispose();
    }
    expect(a.values()).toEqual(b.values());
    expect(activeKernels()!.arena.inUse).toBe(0);
    for (const one of [a, b]) one.model.dispose();
  });
});

it('two models that are trained by turns do not touch each other', async () => {
  const settings: readonly Training[] = [{ method: 'ds' }, { method: 'delta', cell: 'gru' }];
  const alone = await Promise.all(
    settings.map(async (training) => {
      const one = begin(training, 'tensors');
      for (let step = 0; step < 3; step++) await one.step(step);
      const values = one.values();
      one.dispose();
      return values;
    }),
  );
  const both = settings.map((training) => begin(training, 'kernels'));
  for (let step = 0; step < 3; step++) for (const one of both) await one.step(step);
  expect(both.map((one) => one.values())).toEqual(alone);
  for (const one of both) one.dispose();
});

it('a batch that is refused leaves no memory taken', async () => {
  const training: Training = { method: 'ds' };
  const one = begin(training, 'kernels');
  await one.step(0);
  const { inUse } = activeKernels()!.arena;
  const batch = { ...batchOf(training, 1), targets: new Int32Array(7).fill(99) };
  const place = { step: 1, progress: 0.5, rate: 0.01, part: null };
  await expect(one.stepper.step(place, batch)).rejects.toThrow('label 99');
  expect(activeKernels()!.arena.inUse).toBe(inUse);
  one.dispose();
});

function passOf(model: SequenceModel): number[] {
  return tf.tidy(() => {
    const { inputs, count } = batchOf({}, 9);
    const xs = tf.tensor3d(inputs, [count, LABELS.time, LABELS.features]);
    return numbersOf(model.forward(xs, { training: false, progress: 1, noise: createRng(1) }).outputs);
  });
}

function streamOf(model: SequenceModel): number[] {
  const stream = createStream(model);
  const output = [...stream.step(batchOf({}, 9).inputs.subarray(0, LABELS.features))];
  stream.dispose();
  return output;
}
