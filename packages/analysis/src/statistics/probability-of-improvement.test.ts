import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { probabilityOfImprovement } from './probability-of-improvement.ts';
import type { Sample } from './stratified-mean.ts';

function samplesOf(values: readonly number[], stratum = 'task'): Sample[] {
  return values.map((value, i) => ({ stratum, key: String(i), value }));
}

describe('probabilityOfImprovement', () => {
  it('counts won pairs, and ties by half', () => {
    // 1 beats 0, ties 1, loses to 2; 3 beats all three: (1 + ½ + 3) / 6
    expect(probabilityOfImprovement(samplesOf([1, 3]), samplesOf([0, 1, 2]))).toBe(0.75);
  });

  it('weighs tasks equally, whatever their number of runs', () => {
    const ours = [...samplesOf([1], 'a'), ...samplesOf([0, 0, 0], 'b')];
    const theirs = [...samplesOf([0], 'a'), ...samplesOf([1, 1], 'b')];
    expect(probabilityOfImprovement(ours, theirs)).toBe(0.5);
  });

  it('of two sides adds up to one', () => {
    const values = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const forth = probabilityOfImprovement(samplesOf(a), samplesOf(b));
        const back = probabilityOfImprovement(samplesOf(b), samplesOf(a));
        expect(forth + back).toBeCloseTo(1, 12);
      }),
    );
  });

  it('needs a task that both sides share', () => {
    expect(() => probabilityOfImprovement(samplesOf([1], 'a'), samplesOf([1], 'b'))).toThrow(AnalysisError);
  });
});
