import { expect, it } from 'vitest';
import { openingPositions } from './opening-positions.ts';

const examples = {
  count: 2,
  // One trajectory of two steps behind a step of padding, whose first dx is zero too; one of three steps.
  inputs: Float32Array.from([0, 0, 0, 0, 2, 1, 3, -1, 0, 1, 1, 1, 1, 0, 0, 5, 5, 1]),
  targets: Int32Array.of(4, 7),
};

it('sums the movements after the padding, and stays where a short trajectory ends', () => {
  const { inputs, targets, count } = openingPositions(examples, 3, 3);
  expect([...inputs.subarray(0, 6)]).toEqual([0, 2, 3, 1, 3, 1]);
  expect([...inputs.subarray(6)]).toEqual([1, 1, 2, 1, 7, 6]);
  expect([count, [...targets]]).toEqual([2, [4, 7]]);
});

it('takes no more steps than asked for', () => {
  expect([...openingPositions(examples, 3, 1).inputs]).toEqual([0, 2, 1, 1]);
});
