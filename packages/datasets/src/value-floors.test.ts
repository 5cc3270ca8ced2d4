import { expect, it } from 'vitest';
import { meanSquaredError, trainingMeanFloor } from './value-floors.ts';

it('the mean squared error is the mean over all numbers, by hand', () => {
  expect(meanSquaredError([1, 2, 3, 4], [1, 0, 3, 5])).toBe(1.25);
});

it('the training mean is one number a target, and is scored on the test split', () => {
  const train = { count: 2, inputs: new Float32Array(2), targets: Float32Array.of(0, 10, 2, 30) }; // means 1, 20
  const test = { count: 1, inputs: new Float32Array(1), targets: Float32Array.of(4, 19) };
  expect(trainingMeanFloor(train, test).score).toBe(5);
});
