import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  largestDifference,
  numbersOf,
  tensorsLeftBy,
  toyContext,
  toyMode,
  toySequences,
} from '../test/toys.ts';
import { useBackend } from './backend.ts';
import { cellDefinition } from './cells/registry.ts';
import { ds } from './methods/ds.ts';
import { createModel, type SequenceModel } from './model.ts';
import { tf } from './tf.ts';
import { unrollReference } from './unroll-reference.ts';

const [BATCH, TIME, FEATURES, UNITS, OUTPUTS] = [2, 4, 3, 4, 5];

beforeAll(() => useBackend('wasm'));

function toyModel(kind: 'last' | 'mean' | 'steps'): SequenceModel {
  const context = toyContext(ds, cellDefinition('lstm'), { units: UNITS, features: FEATURES, time: TIME });
  const rng = createRng(2);
  return createModel(ds.create(context, rng), { kind, outputs: OUTPUTS }, rng);
}

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
    expect(tensorsLeftBy(() => toyModel('last').dispose())).toBe(0);
  });
});
