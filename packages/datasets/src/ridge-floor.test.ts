import { expect, it } from 'vitest';
import { ridgeClassFloor, ridgeErrorFloor } from './ridge-floor.ts';

const line = { count: 3, inputs: Float32Array.of(9, 10, 11), targets: Float32Array.of(19, 21, 23) };

it('the error floor is the error of the shrunk line on the test split, by hand', () => {
  // As in ridge.test.ts: the line x + 11. At 10 and 13 it says 21 and 24; errors 0 and 2, mean square 2.
  const test = { count: 2, inputs: Float32Array.of(10, 13), targets: Float32Array.of(21, 22) };
  expect(ridgeErrorFloor(line, line, test, [2 / 3]).score).toBeCloseTo(2, 10);
});

it('the penalty is chosen on the validation split, not on the test split', () => {
  // Almost without penalty the line is 2 x + 1. Validation is on that line, the test on x + 11.
  const validation = { count: 1, inputs: Float32Array.of(20), targets: Float32Array.of(41) };
  const test = { count: 1, inputs: Float32Array.of(20), targets: Float32Array.of(31) };
  const floor = ridgeErrorFloor(line, validation, test, [2 / 3, 1e-9]);
  expect(floor.score).toBeCloseTo(100, 4);
  expect(floor.note).toContain('penalty 1e-9');
  expect(ridgeErrorFloor(line, test, validation, [2 / 3, 1e-9]).note).toContain('penalty 0.666');
});

it('the classifier separates what a line separates', () => {
  // Class 1 where x > 1.5; the third test example has the other label.
  const train = { count: 4, inputs: Float32Array.of(0, 1, 2, 3), targets: Int32Array.of(0, 0, 1, 1) };
  const test = { count: 3, inputs: Float32Array.of(1.4, 1.6, 9), targets: Int32Array.of(0, 1, 0) };
  expect(ridgeClassFloor(train, train, test, 2, [1e-6]).score).toBe(2 / 3);
});
