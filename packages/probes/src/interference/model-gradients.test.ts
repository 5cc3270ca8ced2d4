import { asParameters, tf, useBackend, type Gating } from '@dsrnn/core';
import type { Rng } from '@dsrnn/portable';
import { beforeAll, expect, it } from 'vitest';
import { interferenceSubject, randomGating, type SubjectMethod } from '../../test/interference-subject.ts';
import { modelGradients, type ModelGradients } from './model-gradients.ts';

beforeAll(() => useBackend('wasm'));

const CHOSEN = { indices: [0, 1, 2], labels: [0, 1, 2] };

function gradientsOf(method: SubjectMethod, names: readonly string[]): ModelGradients {
  const subject = interferenceSubject(method);
  const result = modelGradients(subject, names, CHOSEN);
  subject.model.dispose();
  return result;
}

it('has steps where weights enter by products, and masks of masked models only', () => {
  const seen = (method: SubjectMethod, name = 'wx'): boolean[] => {
    const { steps, masks } = gradientsOf(method, [name]);
    return [steps !== null, masks !== null];
  };
  const seenOfLtc = (method: SubjectMethod): boolean[] => seen({ cell: 'ltc', ...method }, 'w');
  expect(seen({})).toEqual([true, false]);
  expect(seen({ ds: {} })).toEqual([true, true]);
  expect(seen({ cell: 'gru' })).toEqual([true, false]);
  expect(seen({ cell: 'gru', ds: {} })).toEqual([true, true]);
  expect(seenOfLtc({})).toEqual([false, false]);
  expect(seenOfLtc({ ds: {} })).toEqual([false, true]);
});

it('has gradients of router and head as well', () => {
  const { gradients } = gradientsOf({ ds: {} }, ['wx', 'router.w2', 'head.w']);
  for (const name of ['wx', 'router.w2', 'head.w']) {
    expect(gradients[name]?.map((one) => one.some((value) => value !== 0))).toEqual([true, true, true]);
  }
});

it('has no gradient where a mask of the method holds a weight at 0', () => {
  const mask = Float32Array.from({ length: 4 * 32 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const buffers = (): ReturnType<typeof asParameters> =>
    asParameters({ wx: tf.tensor2d(mask, [4, 32]) }, false, 'mask.');
  const held = gradientsOf({ buffers }, ['wx', 'wh']).gradients;
  const free = gradientsOf({}, ['wx', 'wh']).gradients;
  held['wx']?.forEach((gradient, e) => {
    expect(gradient).toEqual(free['wx']?.[e]?.map((value, i) => (mask[i] === 0 ? 0 : value)));
  });
  expect(held['wh']).toEqual(free['wh']);
});

it('takes gradients and masks of random masks from the same passes', () => {
  const gates = (noise: Rng): Gating => randomGating(4, 8, noise);
  for (const [cell, width] of [
    ['lstm', 32],
    ['gru', 24],
    ['s4d', 8],
  ] as const) {
    const { gradients, masks } = gradientsOf({ cell, gates }, ['wx']);
    gradients['wx']?.forEach((gradient, e) => {
      for (let input = 0; input < 4; input++) {
        const read = [0, 1, 2, 3, 4].some((t) => masks?.x?.[e]?.[t * 4 + input] === 1);
        if (!read)
          expect(gradient.subarray(input * width, (input + 1) * width).every((v) => v === 0)).toBe(true);
      }
    });
  }
});

it('takes what has no sum over steps from the same passes, too', () => {
  const gates = (noise: Rng): Gating => randomGating(4, 8, noise);
  const { gradients, masks } = gradientsOf({ cell: 's4d', gates }, ['wx', 'layer0.d']);
  // The head reads the last step alone, to which d of the steps before gives nothing.
  const last = masks?.h.map((mask) => Array.from(mask.subarray(4 * 8), (active) => active === 1));
  expect(last?.flat().includes(false)).toBe(true);
  expect(gradients['layer0.d']?.map((gradient) => Array.from(gradient, (value) => value !== 0))).toEqual(
    last,
  );
});
