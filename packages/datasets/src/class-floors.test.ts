import { expect, it } from 'vitest';
import { majorityClassFloor, nearestClassMeanFloor } from './class-floors.ts';

const train = {
  count: 4,
  inputs: Float32Array.from([0, 0, 2, 0, 10, 0, 12, 0]), // class means (1, 0) and (11, 0)
  targets: Int32Array.of(0, 0, 2, 2),
};
const test = {
  count: 4,
  inputs: Float32Array.from([5, 3, 7, -3, 0, 0, 6, 0]), // 6 is as far from both means: the lower class
  targets: Int32Array.of(0, 2, 1, 2),
};

it('the majority class floor counts the test split', () => {
  expect(majorityClassFloor(test).score).toBe(0.5);
});

it('the nearest class mean is right on two of four by hand, and never picks a class it has not seen', () => {
  expect(nearestClassMeanFloor(train, test, 3).score).toBe(0.5);
});
