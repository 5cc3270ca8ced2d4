import {
  cells,
  createModel,
  createStream,
  ds,
  tf,
  unroll,
  useBackend,
  type CellDefinition,
  type RecurrentModel,
} from '@dsrnn/core';
import {
  gradientsOf,
  largestDifference,
  lossOfModel,
  numbersOf,
  toyContext,
  toyMode,
} from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { dsTaskBalanced } from './ds-task-balanced.ts';

const [BATCH, TIME, TASKS, UNITS, OUTPUTS] = [6, 4, 3, 10, 2];
const FEATURES = 2 + TASKS;
const all = cells as readonly unknown[] as readonly CellDefinition[];
const contextOf = (cell: CellDefinition): ReturnType<typeof toyContext> =>
  toyContext(dsTaskBalanced, cell, { units: UNITS, features: FEATURES, time: TIME, identity: TASKS });

/** Sequences of tasks 0, 1, 2, 0, 1, 2, which say so at every step. */
function toldSequences(): tf.Tensor3D {
  const rng = createRng(1);
  const values = Array.from({ length: BATCH }, (_, b) =>
    Array.from({ length: TIME }, () => [
      rng.normal(),
      rng.normal(),
      ...Array.from({ length: TASKS }, (_unused, task) => (task === b % TASKS ? 1 : 0)),
    ]),
  );
  return tf.tensor3d(values);
}

const modelOf = (cell: CellDefinition, seed = 2): RecurrentModel =>
  dsTaskBalanced.create(contextOf(cell), createRng(seed));

const maskRows = (model: RecurrentModel): number[][] =>
  (model.buffers['mask.tasks'] as tf.Variable<tf.Rank.R2>).arraySync();

describe.each(all.map((cell) => [cell.kind, cell] as const))('over %s', (_kind, cell) => {
  beforeAll(() => useBackend('wasm'));

  it('runs each task on the units of its own mask, as many as a DS that reads all inputs has', () => {
    const model = modelOf(cell);
    const rows = maskRows(model);
    const unmasked = toyContext(ds, cell, {
      ...{ units: UNITS, features: FEATURES, time: TIME },
      config: { maskInputs: false, router: { input: 'x' } },
    });
    const { macs } = dsTaskBalanced.plan(contextOf(cell));
    expect(macs).toEqual({ ...ds.plan(unmasked).macs, router: 0, total: macs.core });
    const active = (row: readonly number[]): number => row.reduce((sum, entry) => sum + entry, 0);
    expect(new Set(rows.map(active)).size).toBe(1);
    const xs = toldSequences();
    const seen: number[] = [];
    const outputs = tf.tidy(() => {
      const { parameters, settings } = model;
      const observe = (channels: 'x' | 'h', mean: unknown): void => {
        if (channels === 'h') seen.push(mean as number);
      };
      const gating = model.gating(toyMode(false));
      return unroll(xs, { cell, settings, parameters, gating, observe, readout: 'last' }).output.arraySync();
    }) as number[][];
    expect(seen).toEqual([active(rows[0] as number[])]);
    outputs.forEach((h, b) => {
      const row = rows[b % TASKS] as number[];
      expect(h.map((value) => (value === 0 ? 0 : 1))).toEqual(row);
    });
    xs.dispose();
    model.dispose();
  });

  it('has outputs and gradients of the reference engine', async () => {
    const run = async (engine: 'fused' | 'reference'): Promise<Record<string, number[]>> => {
      await useBackend('wasm', engine);
      const model = modelOf(cell);
      const xs = toldSequences();
      const loss = (): tf.Scalar => lossOfModel(model, xs, model.gating(toyMode()));
      const found = { loss: tf.tidy(() => numbersOf(loss())), ...gradientsOf(model.parameters, loss) };
      xs.dispose();
      model.dispose();
      return found;
    };
    const [expected, actual] = [await run('reference'), await run('fused')];
    for (const [name, values] of Object.entries(expected)) {
      const scale = Math.max(1, ...values.map(Math.abs));
      expect(largestDifference(actual[name] as number[], values) / scale, name).toBeLessThan(1e-5);
    }
  });

  it('streams: the first step says the task, also after a sequence was kept', () => {
    const rng = createRng(2);
    const model = createModel(modelOf(cell), { kind: 'steps', outputs: OUTPUTS }, rng);
    const xs = toldSequences();
    const expected = tf.tidy(() => model.forward(xs, toyMode(false)).outputs.arraySync()) as number[][][];
    const inputs = xs.arraySync();
    const stream = createStream(model);
    for (let b = 0; b < TASKS; b++) {
      stream.reset();
      for (let t = 0; t < TIME; t++) {
        const y = stream.step(Float32Array.from(inputs[b]?.[t] as number[]));
        expect(largestDifference([...y], expected[b]?.[t] as number[])).toBeLessThan(5e-5);
        const kept = stream.save();
        stream.reset();
        stream.step(Float32Array.from(inputs[b + 1]?.[t] as number[]));
        stream.restore(kept);
      }
    }
    stream.dispose();
    xs.dispose();
    model.dispose();
  });

  it('draws the same masks from the same seed, and others from another', () => {
    const models = [2, 2, 3].map((seed) => modelOf(cell, seed));
    const [a, b, c] = models.map(maskRows);
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    for (const model of models) model.dispose();
  });
});

describe('a task that does not tell its parts by a one-hot vector', () => {
  it.each([
    ['no identity', {}],
    ['an embedded one', { identity: 3 }],
  ])('is refused: %s', (_, told) => {
    const { identity: _identity, tasks: _tasks, ...rest } = contextOf(all[0] as CellDefinition);
    const context = { ...rest, ...told };
    expect(() => dsTaskBalanced.plan(context)).toThrow(/use a task of several parts with identity: one-hot/);
    expect(() => dsTaskBalanced.create(context, createRng(1))).toThrow(/does not tell its parts/);
  });
});
