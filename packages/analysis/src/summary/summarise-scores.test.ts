import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { summariseScores } from './summarise-scores.ts';

const runs = [0.5, 0.75, 0.25].map((score, i) => observation({ seed: i + 1, score }));

describe('summariseScores', () => {
  it('averages completed runs, and counts diverged and missing ones', () => {
    const diverged = observation({ seed: 4, score: null, status: 'diverged' });
    const context = madeContext([...runs, diverged, observation({ seed: 5 })]);
    const [summary] = summariseScores([...runs, diverged], context);
    expect(summary).toMatchObject({ completed: 3, diverged: 1, missing: 1, expected: 5 });
    expect(summary?.score).toMatchObject({ point: 0.5, n: 3 });
  });

  it('keeps a planned place that was never run', () => {
    const context = madeContext([...runs, observation({ sparsity: 0.5 })]);
    const summaries = summariseScores(runs, context);
    expect(summaries.map(({ sparsity, missing, score }) => [sparsity, missing, score?.n ?? null])).toEqual([
      [0.5, 1, null],
      [0.9, 0, 3],
    ]);
  });

  it('measures cost against the dense core', () => {
    const macs = { dense: 200, core: 20, router: 10, total: 30 };
    const [summary] = summariseScores([observation({ macs })], madeContext([]));
    expect(summary?.shares).toEqual({ core: 0.1, router: 0.05, total: 0.15 });
  });

  it('orders by the context first and by code unit after', () => {
    const methods = ['zeta', 'alpha', 'ds', 'Beta'];
    const seen = methods.map((method) => observation({ method }));
    const context = madeContext(seen, { methods: ['ds'] });
    expect(summariseScores(seen, context).map(({ method }) => method)).toEqual([
      'ds',
      'Beta',
      'alpha',
      'zeta',
    ]);
  });

  it('refuses two runs of one slot', () => {
    expect(() => summariseScores([...runs, ...runs], madeContext([]))).toThrow(/seed 1: seen twice/);
  });

  it('refuses two metrics in one task', () => {
    const mixed = [...runs, observation({ seed: 9, metric: 'mse' })];
    expect(() => summariseScores(mixed, madeContext([]))).toThrow(
      /digits: has runs scored by accuracy and by mse/,
    );
  });

  it('refuses a completed run without a score', () => {
    expect(() => summariseScores([observation({ score: null })], madeContext([]))).toThrow(
      /status completed/,
    );
  });
});
