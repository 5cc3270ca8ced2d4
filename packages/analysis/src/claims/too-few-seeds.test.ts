import type { Claim, Observation } from '@dsrnn/records';
import { claim as claimSchema } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { evaluateClaim } from './evaluate-claim.ts';

const claim: Claim = claimSchema.parse({
  ...{ id: 'toy', statement: 'DS is better', kind: 'superior', margin: 0, minimumPairs: 2 },
  ...{ treatment: { label: 'ds', sparsity: 0.9 }, reference: { label: 'dense', sparsity: 0 } },
});
const seeds = (task: string, count: number): Observation[] =>
  Array.from({ length: count }, (_, i) => [
    observation({ task, seed: i + 1, score: 0.75 + i / 1024 }),
    observation({ task, seed: i + 1, method: 'dense', sparsity: 0, score: 0.5 }),
  ]).flat();
const evaluate = (runs: readonly Observation[]) => evaluateClaim(claim, runs, madeContext(runs));

it('two seeds at one place decide nothing, however far from the margin, and the verdict says why', () => {
  const { verdict, interval, caps, reason } = evaluate(seeds('a', 2));
  expect(verdict).toBe('inconclusive');
  expect(interval![0]).toBeGreaterThan(0);
  expect(caps).toEqual(['2 seeds are too few for an interval with the coverage that it names']);
  expect(reason).toContain('At most inconclusive: 2 seeds are too few');
});

it('three seeds do, and two at each of two places', () => {
  for (const runs of [seeds('a', 3), [...seeds('a', 2), ...seeds('b', 2)]]) {
    expect(evaluate(runs)).toMatchObject({ verdict: 'supported', caps: [] });
  }
});
