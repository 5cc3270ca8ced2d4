import type { Observation } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { compareWithSubject } from './compare-with-subject.ts';
import { matchedOn } from './matched-work.ts';

const at = (method: string, sparsity: number) => ({ method, sparsity });
const work = (core: number, router: number) => ({ dense: 1000, core, router, total: core + router });
/** One group: MACs of the core of the other method by seed; ds has 100 in the core and 100 in its router. */
const group = (task: string, method: string, ...cores: readonly number[]): Observation[] =>
  cores.flatMap((core, i) => [
    observation({ task, seed: i + 1, score: 0.75, macs: work(100, 100) }),
    observation({ task, method, seed: i + 1, score: 0.5, macs: work(core, 0) }),
  ]);
const compare = (runs: readonly Observation[], other: string, sparsity = 0.9) =>
  compareWithSubject(
    at('ds', 0.9),
    at(other, sparsity),
    runs,
    madeContext(runs, { budgets: { 'rigl-total': 'total' }, floors: [] }),
  );

it('is the MACs of the core, or of core and router where one side is held to these', () => {
  const budgets = { 'rigl-total': 'total', rigl: 'core' } as const;
  expect(matchedOn(at('ds', 0.9), at('rigl', 0.9), { budgets })).toBe('core');
  expect(matchedOn(at('ds', 0.9), at('ds-ema', 0.9), { budgets })).toBe('core');
  expect(matchedOn(at('ds', 0.9), at('rigl-total', 0.9), { budgets })).toBe('total');
  expect(matchedOn(at('ds', 0.9), at('dense', 0), { budgets })).toBeNull();
});

it('groups of unequal work are no win, and are left out of all else', () => {
  const core = [...group('a', 'rigl', 100, 100, 105), ...group('b', 'rigl', 200, 200, 200)];
  expect(compare(core, 'rigl')).toMatchObject({ wins: 1, ties: 0, losses: 0, unequal: 1, pairs: 3 });
  const total = [...group('a', 'rigl-total', 100, 100, 100), ...group('b', 'rigl-total', 200, 200, 215)];
  expect(compare(total, 'rigl-total')).toMatchObject({
    ...{ wins: 1, unequal: 1, accuracyGroups: 1 },
    unequalNames: ['rigl-total on lstm on a (0.10 of dense against 0.20 of ds)'],
  });
});

it('a seed whose threshold drifted is left out alone where three others remain', () => {
  const some = compare(group('a', 'delta', 100, 100, 100, 150), 'delta');
  expect(some).toMatchObject({ wins: 1, unequal: 0, pairs: 3 });
  expect(some.unequalNames).toEqual(['delta on lstm (0.15 of dense against 0.10 of ds)']);
  expect(compare(group('a', 'delta', 100, 100, 150), 'delta')).toMatchObject({
    ...{ wins: 0, ties: 0, losses: 0, unequal: 1, pairs: 0 },
  });
});

it('beside a method of another sparsity no work is matched', () => {
  const dense = group('a', 'dense', 1000, 1000, 1000).map((run) =>
    run.method === 'dense' ? { ...run, sparsity: 0 } : run,
  );
  expect(compare(dense, 'dense', 0)).toMatchObject({ wins: 1, unequal: null, unequalNames: [] });
});
