import { expect, it } from 'vitest';
import { profileCurve } from './profile-curve.ts';

const run = (group: string, value: number) => ({
  method: 'ds',
  sparsity: 0.9,
  group,
  diverged: value === 0,
  value,
});
const runs = [run('a', 0), run('a', 0.5), run('b', 1), run('b', 1)];

it('is the share of runs strictly above each threshold, kept where it changes', () => {
  const { points, median, banded } = profileCurve(runs, [0, 0.25, 0.5, 0.75, 1, 1.25], null);
  expect(points.map(({ tau, share }) => [tau, share])).toEqual([
    [0, 75],
    [0.5, 50],
    [1, 0],
    [1.25, 0],
  ]);
  expect(median).toBe(1);
  expect(banded).toBe(false);
});

it('has the Wilson interval of the share as its band, which is no point even where every run passes', () => {
  const [first, last] = profileCurve(runs, [0, 2], 0.95).points;
  // 3 of 4; p + z²/2n = 1.23018, z √(p(1−p)/4 + z²/64) = 0.64080, 1 + z²/n = 1.96036
  expect(first).toEqual({ tau: 0, share: 75, low: 30.0642, high: 95.4413 });
  expect([last?.low, last!.high > 40]).toEqual([0, true]);
});

it('has no median within the axis if it starts below one half', () => {
  expect(profileCurve([run('a', 0), run('a', 0), run('a', 1)], [0, 0.5], null).median).toBeNull();
});
