import type { Claim, Observation } from '@dsrnn/records';
import { claim as claimSchema } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { pairSides, sift } from './claim-pair.ts';
import { guardPairs } from './guards.ts';
import { selectSides } from './select-sides.ts';

const claim: Claim = claimSchema.parse({
  ...{ id: 'toy', statement: 'DS is as good', kind: 'superior', margin: 0 },
  ...{ treatment: { label: 'ds', sparsity: 0.9 }, reference: { label: 'dense', sparsity: 0 } },
});
const place = (task: string, seed: number, reference: number | null): Observation[] => [
  observation({ task, seed }),
  observation({
    ...{ method: 'dense', sparsity: 0, task, seed, score: reference },
    status: reference === null ? 'diverged' : 'completed',
  }),
];
const runs = [...place('b', 1, 0.5), ...place('b', 2, null), ...place('a', 1, null), ...place('a', 2, null)];
const { kept: pairs } = pairSides(selectSides(claim, runs, madeContext(runs)));

it('pairs carry both runs, and none where the reference is a number', () => {
  expect(pairs.map(({ treatment, reference }) => [treatment.run?.method, reference.run?.method])).toEqual(
    pairs.map(() => ['ds', 'dense']),
  );
  const constant = pairSides(selectSides({ ...claim, reference: { value: 0.5 } }, runs, madeContext(runs)));
  expect(constant.kept.map(({ reference }) => reference.run)).toEqual([null, null, null, null]);
});

it('guards keep the order of the pairs and name the places of the others, each once', () => {
  const { kept, leftOut } = guardPairs(pairs, claim, madeContext(runs));
  expect(kept.map(({ task, seed }) => [task, seed])).toEqual([['b', 1]]);
  expect(leftOut).toEqual([
    { reason: 'the reference diverged', count: 3, names: ['lstm on a', 'lstm on b'] },
  ]);
});

it('says nothing of a guard that keeps every pair', () => {
  expect(sift(pairs, 'never', () => true)).toEqual({ kept: pairs, leftOut: [] });
});
