import { expect, it } from 'vitest';
import { CONTENT_HEIGHT, CONTENT_WIDTH, fitPanels } from './page.ts';
import { packRows } from './panel-grid.ts';

const needs = { left: 40, below: 30, above: 20, besides: 100 };

it.each([
  [[1]],
  [[1, 1]],
  [[7, 5, 5, 5]],
  [[6, 6, 6, 3, 3, 3, 3, 3, 3, 3]],
  [Array.from({ length: 40 }, () => 1)],
])('lays groups of %j out on one page', (lengths) => {
  const { columns, size } = fitPanels(lengths, needs);
  const rows = packRows(
    lengths.map((length) => Array.from({ length }, () => 0)),
    columns,
  );
  expect(columns * (40 + size[0])).toBeLessThanOrEqual(CONTENT_WIDTH);
  expect(rows.length * (50 + size[1]) + 100).toBeLessThanOrEqual(CONTENT_HEIGHT);
  expect(Math.min(...size)).toBeGreaterThan(30);
});

it('puts two panels beside each other, and a row of panels under it where that makes them larger', () => {
  expect(fitPanels([2], needs).columns).toBe(2);
  expect(fitPanels([8], needs).columns).toBeLessThan(5);
});

it('keeps panels as high as is asked', () => {
  const [width, height] = fitPanels([6, 6, 3, 3, 3], { ...needs, tallest: 1, flattest: 1 }).size;
  expect(height).toBe(width);
});

it('starts a row for a group that does not fit beside the one before', () => {
  expect(packRows([['a', 'b'], ['c'], ['d', 'e', 'f', 'g']], 3)).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e', 'f'],
    ['g'],
  ]);
});
