import { expect, it } from 'vitest';
import { besides, columnMeans, firstRows, rowOf, tableOf } from './table.ts';

const table = tableOf([
  [1, 2],
  [3, 6],
  [5, 1],
]);

it('gives rows, and the first of them', () => {
  expect([...rowOf(table, 1)]).toEqual([3, 6]);
  expect(firstRows(table, 2)).toEqual(
    tableOf([
      [1, 2],
      [3, 6],
    ]),
  );
  expect(firstRows(table, 9)).toEqual(table);
});

it('averages columns', () => {
  expect([...columnMeans(table)]).toEqual([3, 3]);
  expect([...columnMeans(tableOf([]))]).toEqual([]);
});

it('puts tables side by side', () => {
  expect(besides(table, tableOf([[7], [8], [9]]))).toEqual(
    tableOf([
      [1, 2, 7],
      [3, 6, 8],
      [5, 1, 9],
    ]),
  );
});

it('refuses ragged rows and unequal tables', () => {
  expect(() => tableOf([[1, 2], [3]])).toThrow('row 1: expected 2 numbers, got 1');
  expect(() => besides(table, tableOf([[7]]))).toThrow(RangeError);
});
