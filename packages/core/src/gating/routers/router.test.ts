import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { largestDifference, numbersOf } from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { asParameters, disposeParameters } from '../../tensor/parameters.ts';
import { tf } from '../../tensor/tf.ts';
import {
  isCausal,
  routerInput,
  routerInputWidth,
  scopeOf,
  routerInputs,
  type RouterInputSettings,
} from './router-input.ts';
import { prepareRouter, routerInit, routerMacs, routerParameterCount } from './router.ts';

beforeAll(() => useBackend('wasm'));

const settings = (input: string): RouterInputSettings => ({
  input: routerInput.parse(input),
  firstSteps: 2,
  blocks: 2,
  emaDecay: 0.75,
});
/** Five steps of one sample with two features: (t, 10 t). */
const sequence = (): tf.Tensor3D => tf.tensor3d([Array.from({ length: 5 }, (_, t) => [t, 10 * t])]);

describe('the input of a sequence-scope router', () => {
  it.each([
    ['first', [0, 0, 1, 10]],
    ['mean', [2, 20]],
    // Blocks of steps 0–1 and 2–4.
    ['pool', [0.5, 5, 3, 30]],
  ])('%s', (input, expected) => {
    tf.tidy(() => {
      const inputs = routerInputs(settings(input), sequence());
      expect(inputs.shape[0]).toBe(1);
      const actual = numbersOf(inputs);
      expect(largestDifference(actual, expected)).toBeLessThan(1e-5);
      expect(actual).toHaveLength(routerInputWidth(settings(input), 2, 3));
      expect(scopeOf(settings(input).input)).toBe('sequence');
    });
  });
});

it('identity reads the last features of the first step, and nothing else', () => {
  tf.tidy(() => {
    const reads = { ...settings('identity'), identity: 2 };
    const xs = tf.tensor3d([
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [
        [7, 8, 9],
        [10, 11, 12],
      ],
    ]);
    const inputs = routerInputs(reads, xs);
    expect(inputs.arraySync()).toEqual([
      [2, 3],
      [8, 9],
    ]);
    expect(routerInputWidth(reads, 3, 5)).toBe(2);
    expect(routerInputWidth(settings('identity'), 3, 5)).toBe(0);
    expect(scopeOf('identity')).toBe('sequence');
    expect(isCausal('identity')).toBe(true);
  });
});

describe('the input of a step-scope router', () => {
  it.each([
    ['x', [2, 20]],
    // e₁ = 0.25, e₂ = 0.75 · 0.25 + 0.25 · 2 = 0.6875, tenfold for the other feature.
    ['ema', [2, 20, 0.6875, 6.875]],
  ])('%s', (input, expected) => {
    tf.tidy(() => {
      const inputs = routerInputs(settings(input), sequence());
      expect(inputs.shape[0]).toBe(5);
      const last = tf.slice(inputs, [2, 0], [1, -1]);
      expect(largestDifference(numbersOf(last), expected)).toBeLessThan(1e-5);
      expect(last.shape[1]).toBe(routerInputWidth(settings(input), 2, 3));
      expect(scopeOf(settings(input).input)).toBe('step');
    });
  });
});

it('only the mean and the pools see the future', () => {
  expect(routerInput.options.filter((input) => !isCausal(input))).toEqual(['mean', 'pool']);
});

describe('the router', () => {
  const sizes = { inputs: 5, width: 4, outputs: 7 };

  it('is tanh(z W₁ + b₁) W₂ + b₂', () => {
    const parameters = asParameters({
      'router.w1': tf.tensor2d([[0.5], [-1]]),
      'router.b1': tf.tensor1d([0.25]),
      'router.w2': tf.tensor2d([[2, -3]]),
      'router.b2': tf.tensor1d([0.1, 0.2]),
    });
    const scores = tf.tidy(() => numbersOf(prepareRouter(parameters)(tf.tensor2d([[1, 0.5]]))));
    const u = Math.tanh(0.5 - 0.5 + 0.25);
    expect(largestDifference(scores, [2 * u + 0.1, -3 * u + 0.2])).toBeLessThan(1e-6);
    disposeParameters(parameters);
  });

  it('has as many numbers as it counts, and as many MACs as weights', () => {
    const parameters = asParameters(routerInit(sizes, createRng(1)));
    const total = Object.values(parameters).reduce((sum, { size }) => sum + size, 0);
    expect(routerParameterCount(sizes)).toBe(total);
    expect(routerMacs(sizes)).toBe(total - sizes.width - sizes.outputs);
    disposeParameters(parameters);
  });

  it('begins with weights of variance 1 over the fan-in and biases 0', () => {
    const { 'router.w1': w1, 'router.b1': b1 } = routerInit(
      { inputs: 100, width: 100, outputs: 1 },
      createRng(1),
    );
    const values = numbersOf(w1);
    const variance = values.reduce((sum, w) => sum + w * w, 0) / values.length;
    expect(Math.abs(variance * 100 - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
    expect(numbersOf(b1 as tf.Tensor).every((b) => b === 0)).toBe(true);
  });
});
