import { describe, expect, it } from 'vitest';
import { toyTraining } from '../../../test/toy-dataset.ts';
import { learningRateAt } from './learning-rate.ts';

describe('the learning rate', () => {
  const config = toyTraining({ steps: 101, warmupSteps: 20, learningRate: 0.4, finalRateShare: 0.05 });

  it('rises linearly to its peak at the end of warm-up', () => {
    expect(learningRateAt(0, config)).toBeCloseTo(0.4 / 21, 12);
    expect(learningRateAt(9, config)).toBeCloseTo((0.4 * 10) / 21, 12);
    expect(learningRateAt(19, config)).toBeCloseTo((0.4 * 20) / 21, 12);
    expect(learningRateAt(20, config)).toBe(0.4);
  });

  it('falls as a cosine to its final share at the last step', () => {
    expect(learningRateAt(60, config)).toBeCloseTo(0.4 * (0.05 + 0.95 / 2), 12);
    expect(learningRateAt(100, config)).toBeCloseTo(0.4 * 0.05, 12);
  });

  it('stays at its peak on a constant schedule', () => {
    const constant = { ...config, schedule: 'constant' as const };
    expect([20, 60, 100].map((step) => learningRateAt(step, constant))).toEqual([0.4, 0.4, 0.4]);
    expect(learningRateAt(0, constant)).toBeCloseTo(0.4 / 21, 12);
  });

  it('is at its peak from the first step without warm-up, and finite in a run of one step', () => {
    expect(learningRateAt(0, { ...config, warmupSteps: 0 })).toBe(0.4);
    expect(learningRateAt(0, { ...config, steps: 1, warmupSteps: 0 })).toBe(0.4);
  });
});
