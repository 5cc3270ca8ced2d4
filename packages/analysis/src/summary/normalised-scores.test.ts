import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { normalisedScores } from './normalised-scores.ts';
import { summariseScores } from './summarise-scores.ts';

it('divides by the reference of the group, for errors the other way, and counts diverged runs as 0', () => {
  const runs = [
    observation({ task: 'a', method: 'dense', sparsity: 0, seed: 1, score: 0.5 }),
    observation({ task: 'a', method: 'dense', sparsity: 0.5, seed: 1, score: 0.1 }), // not the least sparsity
    observation({ task: 'a', seed: 1, score: 0.25 }),
    observation({ task: 'a', seed: 2, score: null, status: 'diverged' }),
    observation({ task: 'b', metric: 'mse', method: 'dense', sparsity: 0, seed: 1, score: 2 }),
    observation({ task: 'b', metric: 'mse', seed: 1, score: 8 }),
    observation({ task: 'c', seed: 1 }), // no reference
  ];
  const context = madeContext(runs);
  const { runs: own, leftOut } = normalisedScores(summariseScores(runs, context), runs, context);
  expect(own.filter(({ method }) => method === 'ds').map(({ group, value }) => [group, value])).toEqual([
    ['lstm/a', 0.5],
    ['lstm/a', 0],
    ['lstm/b', 0.25],
  ]);
  expect(own.filter(({ method }) => method === 'dense').map(({ value }) => value)).toEqual([1, 0.2, 1]);
  expect(leftOut).toBe(1);
});
