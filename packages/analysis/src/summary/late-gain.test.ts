import { describe, expect, it } from 'vitest';
import { observation } from '../../test/made-observations.ts';
import { LATE_GAIN, lateGainAt, withLateGains } from './late-gain.ts';

const curve = (...points: readonly (readonly [step: number, score: number])[]) =>
  points.map(([step, validationScore]) => ({ step, trainLoss: 1, validationLoss: 1, validationScore }));
const gainOf = (overrides: Parameters<typeof observation>[0]) =>
  withLateGains([observation(overrides)])[0]!.measures[LATE_GAIN];

describe('withLateGains', () => {
  it('is the score at the end less that after four fifths of the steps', () => {
    const points = curve([20, 0.5], [40, 0.625], [60, 0.6875], [80, 0.75], [100, 0.875]);
    expect(gainOf({ curve: points })).toBe(0.125);
    expect(gainOf({ curve: points, metric: 'auc' })).toBe(0.125);
  });

  it('takes the evaluation nearest to four fifths, the earlier of two, and never the last', () => {
    expect(gainOf({ curve: curve([30, 0.5], [70, 0.75], [100, 0.875]) })).toBe(0.125);
    expect(gainOf({ curve: curve([70, 0.5], [90, 0.75], [100, 0.875]) })).toBe(0.375);
    expect(gainOf({ curve: curve([50, 0.5], [100, 0.875]) })).toBe(0.375);
  });

  it('counts four fifths of the steps that were done, where patience ended training', () => {
    expect(gainOf({ curve: curve([10, 0.25], [40, 0.5], [50, 0.75]) })).toBe(0.25);
  });

  it('is the share by which an error fell', () => {
    expect(gainOf({ metric: 'mse', curve: curve([80, 0.5], [100, 0.375]) })).toBe(0.25);
    expect(gainOf({ metric: 'mse', curve: curve([80, 0.5], [100, 0.625]) })).toBe(-0.25);
    expect(gainOf({ metric: 'mse', curve: curve([80, 0], [100, 0]) })).toBeUndefined();
  });

  it('is absent from runs that diverged, were evaluated once, or learned part after part', () => {
    const points = curve([80, 0.5], [100, 0.75]);
    expect(gainOf({ status: 'diverged', score: null, curve: points })).toBeUndefined();
    expect(gainOf({ curve: curve([100, 0.75]) })).toBeUndefined();
    const parts = (learned: number) => ({
      ...{ measures: {}, names: ['a', 'b'], untrained: [0, 0], validation: [] },
      scores: Array.from({ length: learned }, () => [0.5, 0.5]),
    });
    expect(gainOf({ curve: points, parts: parts(2) })).toBeUndefined();
    // Learned together.
    expect(gainOf({ curve: points, parts: parts(1) })).toBe(0.25);
  });
});

it('a place has the mean over its seeds, and the number that diverged', () => {
  const run = (seed: number, end: number | null) =>
    observation({
      seed,
      curve: curve([80, 0.5], [100, end ?? 0.5]),
      ...(end === null ? { status: 'diverged', score: null } : {}),
    });
  const place = run(1, 0.75);
  const at = (...ends: (number | null)[]) =>
    lateGainAt(withLateGains(ends.map((end, i) => run(i + 1, end))), place);
  expect(at(0.75, 0.5)).toEqual({ mean: 0.125, diverged: 0 });
  expect(at(0.75, null)).toEqual({ mean: 0.25, diverged: 1 });
  expect(at(null)).toEqual({ mean: null, diverged: 1 });
});
