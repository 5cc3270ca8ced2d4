import { asParameters, engineName, tf, useBackend, type Parameters } from '@dsrnn/core';
import { largestDifference, numbersOf, tensorsLeftBy } from '@dsrnn/core/testing';
import { createRng } from '@dsrnn/portable';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOptimiser, type Optimiser } from './optimiser.ts';

const values = (parameters: Parameters, name: string): number[] => numbersOf(parameters[name] as tf.Tensor);
const step = (adam: Optimiser, gradients: Record<string, number[]>, rate: number): void =>
  tf.tidy(() => {
    adam.apply(
      Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, tf.tensor1d(g)])),
      rate,
      1e30,
    );
  });

describe.each(engineName.options)('Adam, %s', (engine) => {
  beforeAll(() => useBackend('wasm', engine));

  it('takes these two steps by hand', () => {
    const parameters = asParameters({ a: tf.tensor1d([1, 1]) });
    const adam = createOptimiser(parameters, {});
    // Step 1, g = 2, −0.5: corrected m = g, v = g², so θ moves by η g/|g| = ±0.1.
    step(adam, { a: [2, -0.5] }, 0.1);
    expect(largestDifference(values(parameters, 'a'), [0.9, 1.1])).toBeLessThan(1e-6);
    // Step 2, g = 1, 0: m = 0.1 · (0.9 · 2 + 1) = 0.28, v = 0.001 · (0.999 · 4 + 1) = 0.004996;
    // m̂ = 0.28/0.19 = 1.473684, v̂ = 0.004996/0.001999 = 2.499250; θ −= 0.1 · 1.473684/1.580902 = 0.0932179.
    // Other: m̂ = −0.045/0.19 = −0.236842, v̂ = 0.00024975/0.001999 = 0.124937; θ += 0.1 · 0.236842/0.353465 = 0.0670058.
    step(adam, { a: [1, 0] }, 0.1);
    expect(largestDifference(values(parameters, 'a'), [0.8067821, 1.1670058])).toBeLessThan(1e-6);
    adam.dispose();
  });

  it('follows the algorithm of the paper in float64 over 50 steps', () => {
    const rng = createRng(1);
    const n = 6;
    const reference = Array.from({ length: n }, () => rng.normal());
    const parameters = asParameters({ w: tf.tensor1d(reference) });
    const adam = createOptimiser(parameters, {});
    const m = Array<number>(n).fill(0);
    const v = Array<number>(n).fill(0);
    for (let t = 1; t <= 50; t++) {
      const rate = 0.02 / t;
      // Entry 0 has gradients near ε = 1e-8, where the place of ε matters.
      const g = Array.from({ length: n }, (_, i) => rng.normal() * (i === 0 ? 1e-8 : 1));
      step(adam, { w: g }, rate);
      for (let i = 0; i < n; i++) {
        const gi = g[i] as number;
        m[i] = 0.9 * (m[i] as number) + 0.1 * gi;
        v[i] = 0.999 * (v[i] as number) + 0.001 * gi * gi;
        const mHat = (m[i] as number) / (1 - 0.9 ** t);
        const vHat = (v[i] as number) / (1 - 0.999 ** t);
        reference[i] = (reference[i] as number) - (rate * mHat) / (Math.sqrt(vHat) + 1e-8);
      }
      expect(largestDifference(values(parameters, 'w'), reference), `step ${String(t)}`).toBeLessThan(2e-6);
    }
    adam.dispose();
  });

  it('scales all gradients down to the global norm that is allowed', () => {
    // Norm 13 clipped to 2.6: as if the gradients were a fifth; moments of a second step tell.
    const [a, b] = [0, 0].map(() => asParameters({ a: tf.tensor1d([0, 0]), b: tf.tensor1d([0]) }));
    if (a === undefined || b === undefined) return;
    const [clips, scaled] = [createOptimiser(a, {}), createOptimiser(b, {})];
    tf.tidy(() => {
      clips.apply({ a: tf.tensor1d([3, 4]), b: tf.tensor1d([-12]) }, 0.1, 2.6);
      scaled.apply({ a: tf.tensor1d([0.6, 0.8]), b: tf.tensor1d([-2.4]) }, 0.1, 1e30);
    });
    step(clips, { a: [1, 1], b: [1] }, 0.1);
    step(scaled, { a: [1, 1], b: [1] }, 0.1);
    for (const name of ['a', 'b']) {
      expect(largestDifference(values(a, name), values(b, name)), name).toBeLessThan(1e-6);
    }
    clips.dispose();
    scaled.dispose();
  });

  it('scales the rate of a parameter, and freezes it at 0', () => {
    const parameters = asParameters({ a: tf.tensor1d([0]), b: tf.tensor1d([0]), c: tf.tensor1d([0]) });
    const adam = createOptimiser(parameters, { b: 0.5, c: 0 });
    step(adam, { a: [1], b: [1], c: [1] }, 0.1);
    const moved = ['a', 'b', 'c'].flatMap((name) => values(parameters, name));
    expect(largestDifference(moved, [-0.1, -0.05, 0])).toBeLessThan(1e-6);
    adam.dispose();
  });

  it('forgets the moments where a mask is 0', () => {
    const parameters = asParameters({ a: tf.tensor1d([0, 0]) });
    const adam = createOptimiser(parameters, {});
    step(adam, { a: [1, 1] }, 0.1);
    const before = values(parameters, 'a');
    tf.tidy(() => {
      adam.maskMoments('a', tf.tensor1d([1, 0]));
    });
    step(adam, { a: [0, 0] }, 0.1);
    const after = values(parameters, 'a');
    expect(after[0]).toBeLessThan(before[0] as number);
    expect(after[1]).toBe(before[1]);
    adam.dispose();
  });

  it('leaves a parameter without a gradient alone, and refuses an unknown name', () => {
    const parameters = asParameters({ a: tf.tensor1d([1]), b: tf.tensor1d([1]) });
    const adam = createOptimiser(parameters, {});
    step(adam, { a: [1] }, 0.1);
    expect(values(parameters, 'b')).toEqual([1]);
    expect(() => step(adam, { z: [1] }, 0.1)).toThrow(/unknown parameter "z"/);
    adam.dispose();
  });

  it('frees its moments and leaves nothing behind in a step', () => {
    const parameters = asParameters({ a: tf.tensor1d([1]) });
    const left = tensorsLeftBy(() => {
      const adam = createOptimiser(parameters, {});
      step(adam, { a: [1] }, 0.1);
      step(adam, { a: [1] }, 0.1);
      adam.dispose();
    });
    expect(left).toBe(0);
  });
});
