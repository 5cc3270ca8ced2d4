import { describe, expect, it } from 'vitest';
import { observation } from '../../test/made-observations.ts';
import { pairedDifferences } from './paired-differences.ts';

const dense = (seed: number, score: number | null) =>
  observation({
    method: 'dense',
    sparsity: 0,
    seed,
    score,
    status: score === null ? 'diverged' : 'completed',
  });
const ds = (seed: number, score: number | null) =>
  observation({ method: 'ds', seed, score, status: score === null ? 'diverged' : 'completed' });

describe('pairedDifferences', () => {
  it('pairs by seed, in order of the seed, and counts runs without a partner', () => {
    const { pairs, unpairedTreatment, unpairedReference } = pairedDifferences(
      [ds(2, 0.75), ds(1, 0.5), ds(9, 0.1)],
      [dense(1, 0.75), dense(2, 0.5), dense(3, 0.2), dense(4, 0.2)],
    );
    expect(pairs.map(({ seed, difference }) => [seed, difference])).toEqual([
      [1, -0.25],
      [2, 0.25],
    ]);
    expect([unpairedTreatment, unpairedReference]).toEqual([1, 2]);
  });

  it('turns the sign of an error, so that higher is better', () => {
    const { pairs } = pairedDifferences(
      [observation({ metric: 'mse', score: 0.25 })],
      [observation({ method: 'dense', sparsity: 0, metric: 'mse', score: 1 })],
    );
    expect(pairs[0]?.difference).toBe(0.75);
  });

  it('gives a diverged treatment the floor 0 of accuracy', () => {
    const { pairs } = pairedDifferences([ds(1, null)], [dense(1, 0.75)]);
    expect(pairs[0]).toMatchObject({ difference: -0.75, outcome: 'treatment diverged' });
  });

  it('leaves no number where the reference diverged, or an error is unbounded', () => {
    const { pairs } = pairedDifferences([ds(1, 0.5), ds(2, null)], [dense(1, null), dense(2, null)]);
    expect(pairs.map(({ difference, outcome }) => [difference, outcome])).toEqual([
      [null, 'reference diverged'],
      [null, 'both diverged'],
    ]);
    const mse = pairedDifferences(
      [observation({ metric: 'mse', score: null, status: 'diverged' })],
      [observation({ method: 'dense', metric: 'mse', score: 0.5 })],
    );
    expect(mse.pairs[0]).toMatchObject({ difference: null, outcome: 'treatment diverged' });
  });

  it('refuses two runs of one pair, and a pair of two metrics', () => {
    expect(() => pairedDifferences([ds(1, 0.5), ds(1, 0.6)], [])).toThrow(/two runs of lstm\/digits\/seed 1/);
    expect(() => pairedDifferences([ds(1, 0.5)], [observation({ method: 'dense', metric: 'mse' })])).toThrow(
      /ds reports accuracy, dense mse/,
    );
  });
});
