import {
  cellDefinition,
  createModel,
  ds,
  onReferenceEngine,
  tf,
  unroll,
  unrollReference,
  useBackend,
  type SequenceModel,
} from '@dsrnn/core';
import { toyContext, toyMode } from '@dsrnn/core/testing';
import type { Examples, TaskShape } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import { beforeAll, expect, it } from 'vitest';
import { ProbeError } from '../errors.ts';
import { frequenciesOf } from './frequencies.ts';
import { maskedBatches } from './masked-batches.ts';
import { rowOf } from './table.ts';

const [TIME, FEATURES, UNITS, COUNT] = [3, 4, 6, 130];
const shape: TaskShape = {
  time: TIME,
  features: FEATURES,
  target: { kind: 'class', classes: 2 },
  metric: 'accuracy',
};

beforeAll(() => useBackend('wasm'));

function toyModel(input: 'xh' | 'mean' = 'xh'): SequenceModel {
  const context = toyContext(ds, cellDefinition('gru'), {
    units: UNITS,
    features: FEATURES,
    time: TIME,
    config: { router: { input }, hiddenDensity: 0.5, inputDensity: 0.5 },
  });
  const rng = createRng(2);
  return createModel(ds.create(context, rng), { kind: 'last', outputs: 2 }, rng);
}

function toyExamples(): Examples {
  const rng = createRng(8);
  return {
    count: COUNT,
    inputs: Float32Array.from({ length: COUNT * TIME * FEATURES }, () => rng.normal()),
    targets: Int32Array.from({ length: COUNT }, () => rng.integer(2)),
  };
}

it('counts every example by itself, across batches', () => {
  const model = toyModel();
  const examples = toyExamples();
  const { h, x, labels } = frequenciesOf(model, examples, shape, COUNT, createRng(1));
  expect([h.rows, h.columns, x?.columns]).toEqual([COUNT, UNITS, FEATURES]);
  expect([...labels]).toEqual([...examples.targets]);
  // Three of six channels at each of three steps.
  for (let i = 0; i < COUNT; i++) expect(rowOf(h, i).reduce((sum, f) => sum + 3 * f, 0)).toBeCloseTo(9, 12);
  // Example 120 lies in the second batch: alone it has the same masks.
  const width = TIME * FEATURES;
  const alone = frequenciesOf(
    model,
    { count: 1, inputs: examples.inputs.slice(120 * width, 121 * width), targets: Int32Array.of(0) },
    shape,
    1,
    createRng(1),
  );
  expect([...rowOf(alone.h, 0)]).toEqual([...rowOf(h, 120)]);
  model.dispose();
});

it('averages inputs, and the states before each step', () => {
  const model = toyModel();
  const examples = toyExamples();
  const { inputs, states } = frequenciesOf(model, examples, shape, 2, createRng(1));
  const at = (t: number, j: number): number => examples.inputs[(TIME + t) * FEATURES + j]!;
  expect(rowOf(inputs, 1)[2]).toBeCloseTo((at(0, 2) + at(1, 2) + at(2, 2)) / 3, 12);
  const steps = tf.tidy(() => {
    const { output } = unroll(
      tf.tensor3d(examples.inputs.slice(0, 2 * TIME * FEATURES), [2, TIME, FEATURES]),
      {
        ...model.recurrent,
        gating: model.recurrent.gating(toyMode(false)),
        readout: 'steps',
      },
    );
    return output.dataSync<'float32'>().slice();
  });
  const state = (t: number, j: number): number => steps[(TIME + t) * UNITS + j]!;
  for (let j = 0; j < UNITS; j++) {
    expect(rowOf(states, 1)[j]).toBeCloseTo((state(0, j) + state(1, j)) / 3, 5);
  }
  model.dispose();
});

it('sees one mask at all steps of a sequence that is routed as a whole', () => {
  const model = toyModel('mean');
  const { h } = frequenciesOf(model, toyExamples(), shape, 20, createRng(1));
  expect(h.values.every((f) => f === 0 || f === 1)).toBe(true);
  expect(new Set(Array.from({ length: 20 }, (_, i) => rowOf(h, i).join())).size).toBeGreaterThan(1);
  model.dispose();
});

it('stops at the examples there are', () => {
  const model = toyModel();
  const batches = [...maskedBatches(model, toyExamples(), shape, 1000, createRng(1))];
  expect(batches.map(({ from, count }) => [from, count])).toEqual([
    [0, 100],
    [100, 30],
  ]);
  model.dispose();
});

it.each(['fused', 'reference'] as const)(
  'sees the masks that products use, on the %s engine',
  async (engine) => {
    await useBackend('wasm', engine);
    const model = toyModel();
    const examples = toyExamples();
    const [batch] = maskedBatches(model, examples, shape, 50, createRng(1));
    const used: Record<'x' | 'h', number[][]> = { x: [], h: [] };
    onReferenceEngine(() =>
      tf.tidy(() => {
        unrollReference(tf.tensor3d(examples.inputs.slice(0, 50 * TIME * FEATURES), [50, TIME, FEATURES]), {
          ...model.recurrent,
          gating: model.recurrent.gating(toyMode(false)),
          observe: (channels, active) =>
            used[channels].push([...(active as tf.Tensor2D).dataSync<'float32'>()]),
        });
      }),
    );
    expect(batch!.x!.map((mask) => [...mask])).toEqual(used.x);
    expect(batch!.h.map((mask) => [...mask])).toEqual(used.h);
    model.dispose();
  },
);

it('refuses a model without masks', () => {
  const model = toyModel();
  const dense = { ...model, recurrent: { ...model.recurrent, gating: () => ({ kind: 'dense' }) as const } };
  expect(() => frequenciesOf(dense, toyExamples(), shape, 2, createRng(1))).toThrow(ProbeError);
  model.dispose();
});
