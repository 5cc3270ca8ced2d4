import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeGolden } from '../../test/describe-golden.ts';
import { numbersOf } from '../../test/toys.ts';
import { useBackend } from '../backends/backend.ts';
import { denseMacs } from '../gating/budget/channel-budget.ts';
import { tf } from '../tensor/tf.ts';
import { gru, gruConfig } from './gru.ts';

describeGolden(gru);

describe('the GRU', () => {
  beforeAll(() => useBackend('wasm', 'reference'));

  it('costs one MAC a weight when all channels are active', () => {
    const settings = gruConfig.parse({ kind: 'gru', units: 7 });
    const weights = gru
      .weightMatrices(settings, 5)
      .reduce((sum, { inputs, outputs, macsPerWeight }) => sum + inputs * outputs * macsPerWeight, 0);
    expect(weights).toBe(3 * 7 * (5 + 7));
    expect(denseMacs(gru as never, settings, 5)).toBe(weights);
  });

  it('begins with biases of 0 and all weights within their bounds', () => {
    const { wx, wh, b, bn } = gru.init(gruConfig.parse({ kind: 'gru', units: 4 }), 9, createRng(1));
    expect(numbersOf(b as tf.Tensor)).toEqual(Array(12).fill(0));
    expect(numbersOf(bn as tf.Tensor)).toEqual(Array(4).fill(0));
    const largest = (tensor: tf.Tensor | undefined): number =>
      Math.max(...numbersOf(tensor as tf.Tensor).map(Math.abs));
    expect(largest(wx)).toBeLessThan(1 / 3);
    expect(largest(wx)).toBeGreaterThan(0.9 / 3);
    expect(largest(wh)).toBeLessThan(1 / 2);
    expect(largest(wh)).toBeGreaterThan(0.9 / 2);
  });

  it('keeps its state at z = 1 and takes the candidate at z = 0', () => {
    const stepped = (updateBias: number): number =>
      tf.tidy(() => {
        const parameters = {
          wx: tf.zeros([1, 3]),
          wh: tf.zeros([1, 3]),
          b: tf.tensor1d([0, updateBias, 1]),
          bn: tf.zeros([1]),
        };
        const prepared = gru.prepare(gruConfig.parse({ kind: 'gru', units: 1 }), parameters as never);
        const x = tf.zeros<tf.Rank.R2>([1, 1]);
        const state = { h: tf.tensor2d([[0.3]]) };
        const { h } = gru.step(prepared, { x, maskX: null, maskH: null, sent: (value) => value }, state);
        return h.dataSync<'float32'>()[0] as number;
      });
    expect(stepped(50)).toBeCloseTo(0.3, 6);
    expect(stepped(-50)).toBeCloseTo(0.7615942, 6); // tanh 1
  });
});
