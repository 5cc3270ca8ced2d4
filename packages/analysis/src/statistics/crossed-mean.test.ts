import { expect, it } from 'vitest';
import { crossedMean, rangeWithoutOne, type CrossedValue } from './crossed-mean.ts';
import { studentQuantile } from './student-quantile.ts';

const mean = (values: readonly CrossedValue[]): number =>
  values.reduce((sum, { value }) => sum + value, 0) / values.length;
const place = (first: string, second: string, value: number): CrossedValue => ({ first, second, value });

it('adds the variance of the means of both factors, and takes off what both hold', () => {
  const values = [place('a', 'x', 1), place('a', 'y', 3), place('b', 'x', 5), place('b', 'y', 11)];
  // means of a, b: 2, 8: s²/2 = 9; of x, y: 3, 7: s²/2 = 4. ν = 13² / (81 + 16)
  // interaction: 1, −1, −1, 1: s²/4 = 1. V = 9 + 4 − 1
  const half = studentQuantile(0.975, 1 + (169 / 97 - 1) / 3) * Math.sqrt(12);
  const { point, interval } = crossedMean(values, 0.95);
  expect(point).toBe(5);
  expect(interval?.[0]).toBeCloseTo(5 - half, 10);
  expect(interval?.[1]).toBeCloseTo(5 + half, 10);
  expect(crossedMean([...values].reverse(), 0.95)).toEqual(crossedMean(values, 0.95));
});

it('is never narrower than the larger factor makes it', () => {
  const values = [place('a', 'x', 0), place('a', 'y', 6), place('b', 'x', 4), place('b', 'y', 2)];
  // means of a, b: 3, 3; of x, y: 2, 4: s²/2 = 1; interaction s²/4 = 4
  const half = studentQuantile(0.975, 1);
  expect(crossedMean(values, 0.95).interval).toEqual([3 - half, 3 + half]);
});

it.each([
  ['a place is missing', [place('a', 'x', 1), place('a', 'y', 3), place('b', 'x', 8)]],
  [
    'one is there twice in place of another',
    [place('a', 'x', 1), place('a', 'x', 1), place('a', 'y', 3), place('b', 'x', 8)],
  ],
])('keeps the interaction where %s', (_, values) => {
  const [a, x] = [
    mean(values.filter(({ first }) => first === 'a')),
    mean(values.filter(({ second }) => second === 'x')),
  ];
  const [va, vx] = [(a - 8) ** 2 / 4, (x - 3) ** 2 / 4];
  const freedom = 1 + ((va + vx) ** 2 / (va ** 2 + vx ** 2) - 1) / 3;
  const { point, interval } = crossedMean(values, 0.95);
  expect(interval![1] - point).toBeCloseTo(studentQuantile(0.975, freedom) * Math.sqrt(va + vx), 10);
});

it('knows one factor only where the other has one level', () => {
  const values = [place('a', 'x', 1), place('a', 'y', 2), place('a', 'z', 6)];
  const half = studentQuantile(0.975, 4 / 3) * Math.sqrt(7 / 3);
  expect(crossedMean(values, 0.95).interval).toEqual([3 - half, 3 + half]);
  expect(crossedMean(values, 0.95, [0, 4]).interval).toEqual([0, 4]);
});

it('has no interval for one place', () => {
  expect(crossedMean([place('a', 'x', 1)], 0.95)).toEqual({ point: 1, interval: null });
});

it('gives the range of the mean when one level is left out', () => {
  const values = [place('a', 'x', 0), place('a', 'y', 2), place('b', 'x', 10)];
  expect(rangeWithoutOne(values, 'first')).toEqual([1, 10]);
  expect(rangeWithoutOne(values, 'second')).toEqual([2, 5]);
  expect(rangeWithoutOne(values.slice(0, 2), 'first')).toBeNull();
});
