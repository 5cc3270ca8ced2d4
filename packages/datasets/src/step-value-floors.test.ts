import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import type { Examples } from './dataset.ts';
import { linearStepFloor, persistenceFloor, stepMeanFloor } from './step-value-floors.ts';

const examples = (count: number, inputs: readonly number[], targets: readonly number[]): Examples => ({
  ...{ count, inputs: Float32Array.from(inputs), targets: Float32Array.from(targets) },
});

describe('floors of a forecast of the next values', () => {
  it('the training mean is taken value by value, over all steps', () => {
    const train = examples(1, [0, 0, 0, 0], [1, 10, 3, 20]); // two steps of two values: means 2 and 15
    const test = examples(1, [0, 0, 0, 0], [2, 16, 5, 15]); // squared errors 0, 1, 9, 0
    expect(stepMeanFloor(train, test, 2).score).toBe(10 / 4);
  });

  it('persistence repeats the present values', () => {
    expect(persistenceFloor(examples(1, [1, 2, 3], [2, 3, 6])).score).toBe((1 + 1 + 9) / 3);
  });

  it('the linear forecast finds an exact linear law with a constant', () => {
    const rng = createRng(3);
    const split = (count: number): Examples => {
      const inputs = Array.from({ length: count * 4 * 2 }, () => rng.normal());
      const targets = inputs.flatMap((a, k) => {
        const b = inputs[k + 1]!;
        return k % 2 === 0 ? [2 * a - b + 0.5, 3 * b, 1 - a] : [];
      });
      return examples(count, inputs, targets);
    };
    const [train, test] = [split(20), split(20)];
    expect(linearStepFloor(train, test, 4).score).toBeLessThan(1e-10);
    expect(stepMeanFloor(train, test, 4).score).toBeGreaterThan(1);
  });

  it('the linear forecast of one input is the textbook line', () => {
    // Least squares through (0, 0), (1, 1), (2, 1), (3, 3): slope 0.9, constant −0.1; forecast at 4: 3.5.
    const train = examples(1, [0, 1, 2, 3], [0, 1, 1, 3]);
    const test = examples(1, [4], [5.5]);
    expect(linearStepFloor(train, test, 4).score).toBeCloseTo(4, 3);
  });
});
