import { beforeAll, describe, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { plus, times } from '../test/groups.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

describe('a moving average of inputs', () => {
  it.each([
    [1, 1, 1],
    [4, 3, 7],
    [9, 2, 8],
    [5, 3, 13],
    [3, 2, 28],
  ])('is summed by age, oldest first: %i steps, batch %i, %i features', (time, batch, features) => {
    const x = numbers(1, time * batch * features);
    const weights = numbers(2, time);
    const expected = new Float32Array(2 * x.length);
    for (let t = 0; t < time; t++) {
      for (let b = 0; b < batch; b++) {
        for (let i = 0; i < features; i++) {
          let sum = 0;
          for (let s = 0; s <= t; s++)
            sum = plus(sum, times(weights[t - s]!, x[(s * batch + b) * features + i]!));
          const row = 2 * (t * batch + b) * features;
          expected[row + i] = x[(t * batch + b) * features + i]!;
          expected[row + features + i] = sum;
        }
      }
    }
    const { after } = onArrays(kernels, { x, weights, out: new Float32Array(expected.length) }, (p) =>
      kernels.run.averagedInputs(time, batch, features, p.x, p.weights, p.out),
    );
    expect(after.out).toEqual(expected);
  });
});
