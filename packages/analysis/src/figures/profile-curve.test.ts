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

it('has the band of resamples within groups', () => {
  // at 0: of a one run of two passes, Binomial(2, 1/2) more than the two of b
  const [first] = profileCurve(runs, [0, 2], 0.95).points;
  expect(first).toEqual({ tau: 0, share: 75, low: 50, high: 100 });
});

it('has no band where a group has one run', () => {
  expect(profileCurve([run('a', 1), run('b', 1), run('b', 2)], [0], 0.95).banded).toBe(false);
});

it('has no median within the axis if it starts below one half', () => {
  expect(profileCurve([run('a', 0), run('a', 0), run('a', 1)], [0, 0.5], null).median).toBeNull();
});
