import { createRng } from '@dsrnn/portable';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  centralDifferences,
  gradientsOf,
  largestDifference,
  numbersOf,
  tensorsLeftBy,
  toyContext,
  toyMode,
  toySequences,
  weightedSum,
} from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { cellDefinition } from '../cells/registry.ts';
import { unrollReference } from '../engines/reference/unroll-reference.ts';
import { ShapeError } from '../errors.ts';
import { ds } from '../methods/ds.ts';
import { tf } from '../tensor/tf.ts';
import type { IdentityEmbedding } from './identity-embedding.ts';
import { createModel, type SequenceModel } from './model.ts';

const [BATCH, TIME, FEATURES, UNITS, OUTPUTS] = [2, 4, 3, 4, 5];

beforeAll(() => useBackend('wasm'));

function toyModel(kind: 'last' | 'mean' | 'steps'): SequenceModel {
  const context = toyContext(ds, cellDefinition('lstm'), { units: UNITS, features: FEATURES, time: TIME });
  const rng = createRng(2);
  return createModel(ds.create(context, rng), { kind, outputs: OUTPUTS }, rng);
}

const EMBEDDING = { count: 3, size: 2 };

/** A DS model for one data feature and a one-hot identity of three, embedded in two numbers that its router reads. */
function embeddingModel(input = 'identity'): SequenceModel {
  const config = { router: { input, width: 3 }, inputDensity: 0.7 };
  const context = toyContext(ds, cellDefinition('lstm'), {
    units: UNITS,
    features: 1 + EMBEDDING.size,
    time: TIME,
    identity: EMBEDDING.size,
    config,
  });
  const rng = createRng(2);
  return createModel(ds.create(context, rng), { kind: 'last', outputs: OUTPUTS }, rng, EMBEDDING);
}

/** `[batch, time, 1 + 3]`: data, and the one-hot vectors of the identities 2 and 0. */
function identified(): tf.Tensor3D {
  return tf.tidy(() => {
    const data = toySequences(BATCH, TIME, 1, createRng(1));
    const identities = tf.tile(tf.reshape(tf.oneHot([2, 0], 3), [BATCH, 1, 3]), [1, TIME, 1]);
    return tf.concat([data, tf.cast(identities, 'float32')], 2) as tf.Tensor3D;
  });
}

describe('a model with an embedding of the identity', () => {
  it('runs on data features and the row of its table, in training and evaluation', () => {
    const model = embeddingModel();
    const xs = identified();
    tf.tidy(() => {
      const table = (model.parameters['identity.embedding'] as unknown as tf.Tensor2D).arraySync();
      const embedded = tf.tensor3d(
        xs
          .arraySync()
          .map((steps, row) =>
            steps.map(([x]) => [x as number, ...(table[[2, 0][row] as number] as number[])]),
          ),
      );
      const { cell, settings } = model.recurrent;
      const gating = model.recurrent.gating(toyMode(false));
      const { hs } = unrollReference(embedded, { cell, settings, parameters: model.parameters, gating });
      const w = model.parameters['head.w'] as unknown as tf.Tensor2D;
      const expected = numbersOf(tf.add(tf.matMul(hs.at(-1) as tf.Tensor2D, w), model.parameters['head.b']));
      for (const training of [true, false]) {
        const outputs = numbersOf(model.forward(xs, toyMode(training)).outputs);
        expect(largestDifference(outputs, expected)).toBeLessThan(1e-6);
      }
    });
    xs.dispose();
    model.dispose();
  });

  it('has the table among its trained and saved parameters, normal with variance 1 over its size', () => {
    const rng = createRng(3);
    const context = toyContext(ds, cellDefinition('lstm'), { units: UNITS, features: 1 + 50 });
    const readout = { kind: 'last', outputs: OUTPUTS } as const;
    const model = createModel(ds.create(context, rng), readout, rng, { count: 40, size: 50 });
    const values = numbersOf(model.parameters['identity.embedding'] as tf.Tensor);
    const variance = values.reduce((sum, w) => sum + w * w, 0) / values.length;
    expect(values).toHaveLength(2000);
    // Five standard deviations of the mean of 2000 squares.
    expect(Math.abs(variance * 50 - 1)).toBeLessThan(5 * Math.sqrt(2 / 2000));
    expect(model.saved['identity.embedding']).toBe(model.parameters['identity.embedding']);
    expect(model.embedding).toMatchObject({ count: 40, size: 50 });
    expect(model.embedding?.table).toBe(model.parameters['identity.embedding']);
    model.dispose();
  });

  it('leaves all other initial values as they are without it', () => {
    const context = toyContext(ds, cellDefinition('lstm'), { units: UNITS, features: FEATURES });
    const readout = { kind: 'last', outputs: OUTPUTS } as const;
    const make = (embedding?: IdentityEmbedding): SequenceModel => {
      const rng = createRng(2);
      return createModel(ds.create(context, rng), readout, rng, embedding);
    };
    const [plain, embedded] = [make(), make({ count: 4, size: 2 })];
    expect(Object.keys(plain.parameters)).not.toContain('identity.embedding');
    expect('embedding' in plain).toBe(false);
    for (const [name, variable] of Object.entries(plain.parameters)) {
      expect(numbersOf(embedded.parameters[name] as tf.Tensor), name).toEqual(numbersOf(variable));
    }
    plain.dispose();
    embedded.dispose();
  });

  it('refuses inputs that cannot hold an identity', () => {
    const model = embeddingModel();
    tf.tidy(() => {
      expect(() => model.forward(tf.zeros([1, TIME, 2]), toyMode())).toThrow(ShapeError);
      expect(() => model.forward(tf.zeros([1, TIME, 5]), toyMode())).toThrow(/parameter wx for 4 features/);
    });
    model.dispose();
  });

  describe.each([
    ['wasm', undefined],
    ['cpu', 'reference'],
  ] as const)('on %s, engine %s', (backend, engine) => {
    beforeAll(() => useBackend(backend, engine));
    afterAll(() => useBackend('wasm'));

    it('has the gradient of central differences in its table, through the cell', () => {
      // A router that reads the identity would jump where a mask changes: its masks are held, by a density of 1.
      const config = { inputDensity: 1, hiddenDensity: 1 };
      const context = toyContext(ds, cellDefinition('lstm'), {
        units: UNITS,
        features: 1 + EMBEDDING.size,
        time: TIME,
        config,
      });
      const rng = createRng(2);
      const readout = { kind: 'last', outputs: OUTPUTS } as const;
      const model = createModel(ds.create(context, rng), readout, rng, EMBEDDING);
      const xs = identified();
      const loss = (): tf.Scalar => weightedSum([model.forward(xs, toyMode()).outputs]);
      const actual = gradientsOf(model.parameters, loss)['identity.embedding'] as number[];
      const expected = centralDifferences(model.parameters['identity.embedding'] as tf.Variable, loss);
      expect(largestDifference(actual, expected)).toBeLessThan(1e-3);
      // Identities 2 and 0 are there, 1 is not.
      expect(Math.max(...expected.slice(0, 2).map(Math.abs))).toBeGreaterThan(5e-3);
      expect(Math.max(...expected.slice(4).map(Math.abs))).toBeGreaterThan(5e-3);
      expect(actual.slice(2, 4).map(Math.abs)).toEqual([0, 0]);
      xs.dispose();
      model.dispose();
    });

    it('learns through a router that reads the identity', () => {
      // The cell reads nothing of the identity here, so that all of the gradient comes through the masks.
      const model = embeddingModel();
      const xs = identified();
      tf.tidy(() => {
        const wx = model.parameters['wx'] as tf.Variable;
        const [inputs, columns] = wx.shape as [number, number];
        const mask = tf.tensor2d(
          Array.from({ length: inputs * columns }, (_, i) => Number(i < columns)),
          [inputs, columns],
        );
        wx.assign(tf.mul(wx, mask));
      });
      const gradients = gradientsOf(model.parameters, () =>
        weightedSum([model.forward(xs, toyMode()).outputs]),
      );
      const table = gradients['identity.embedding'] as number[];
      expect(Math.max(...table.map(Math.abs))).toBeGreaterThan(1e-4);
      expect(table.slice(2, 4).map(Math.abs)).toEqual([0, 0]);
      xs.dispose();
      model.dispose();
    });
  });
});

describe('a model', () => {
  it.each(['last', 'mean', 'steps'] as const)('applies its head to what `%s` reads', (kind) => {
    const model = toyModel(kind);
    const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
    tf.tidy(() => {
      const { outputs } = model.forward(xs, toyMode());
      const { cell, settings } = model.recurrent;
      const gating = model.recurrent.gating(toyMode());
      const { hs } = unrollReference(xs, { cell, settings, parameters: model.parameters, gating });
      const w = model.parameters['head.w'] as unknown as tf.Tensor2D;
      const all = hs.map((h) => tf.add(tf.matMul(h, w), model.parameters['head.b'] as tf.Tensor));
      const expected = {
        last: () => all.at(-1) as tf.Tensor,
        mean: () => tf.mean(tf.stack(all), 0),
        steps: () => tf.stack(all, 1),
      }[kind]();
      expect(outputs.shape).toEqual(expected.shape);
      expect(largestDifference(numbersOf(outputs), numbersOf(expected))).toBeLessThan(1e-6);
    });
    xs.dispose();
    model.dispose();
  });

  it('begins with the same cell and head whatever else is drawn', () => {
    const [a, b] = [toyModel('last'), toyModel('steps')];
    expect(numbersOf(a.parameters['head.w'] as tf.Tensor)).toEqual(
      numbersOf(b.parameters['head.w'] as tf.Tensor),
    );
    a.dispose();
    b.dispose();
  });

  it('frees everything', () => {
    expect(tensorsLeftBy(() => embeddingModel().dispose())).toBe(0);
    expect(tensorsLeftBy(() => toyModel('last').dispose())).toBe(0);
  });
});
