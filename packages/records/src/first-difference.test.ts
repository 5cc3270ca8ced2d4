import { expect, test } from 'vitest';
import { firstDifference } from './first-difference.ts';

test('equal values have no difference, and the two zeros are equal as they are in JSON', () => {
  expect(firstDifference({ a: [1, { b: null }], z: -0 }, { a: [1, { b: null }], z: 0 })).toBeUndefined();
});

test('the first difference is named by its path', () => {
  const expected = { score: 0.5, curve: [{ step: 1, loss: 2 }], last: 1 };
  expect(
    firstDifference(expected, { ...expected, curve: [{ step: 1, loss: 2.0000000000000004 }], last: 2 }),
  ).toEqual({
    path: 'curve[0].loss',
    expected: 2,
    actual: 2.0000000000000004,
  });
});

test('a missing member and a longer list are differences', () => {
  expect(firstDifference({ a: 1 }, {})).toEqual({ path: 'a', expected: 1, actual: undefined });
  expect(firstDifference([1], [1, 2])).toEqual({ path: '[1]', expected: undefined, actual: 2 });
  expect(firstDifference({ a: [] }, { a: {} })).toEqual({ path: 'a', expected: [], actual: {} });
});
