import { expect, it } from 'vitest';
import { fourDecimals, recorded, roundedMatrix, roundedRows, significant } from './rounded.ts';
import { tableOf } from './table.ts';

it('keeps six significant digits of a measure', () => {
  expect([1 / 3, 1234567.8, 0, -2e-9 / 3].map(significant)).toEqual([0.333333, 1234570, 0, -6.66667e-10]);
});

it('keeps four decimals of a detail, and no negative zero', () => {
  expect([1 / 3, 0.99996].map(fourDecimals)).toEqual([0.3333, 1]);
  expect(Object.is(fourDecimals(-1e-9), 0)).toBe(true);
  expect(roundedRows(tableOf([[2 / 3, 0]]))).toEqual([[0.6667, 0]]);
});

it('leaves out measures that do not exist, and keeps the place of a detail that does not', () => {
  expect(recorded({ half: 1 / 2, none: null, third: 1 / 3 })).toEqual({ half: 0.5, third: 0.333333 });
  expect(roundedMatrix([[null, 1 / 3]])).toEqual([[null, 0.3333]]);
});
