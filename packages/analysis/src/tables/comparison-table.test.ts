import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { buildComparisonTable } from './comparison-table.ts';

const pair = (seed: number, ours: number | null, theirs: number) => [
  observation({ seed, score: ours, status: ours === null ? 'diverged' : 'completed' }),
  observation({ method: 'dense', sparsity: 0, seed, score: theirs }),
];

it('shows the paired difference in points and the probability of improvement', () => {
  const runs = [pair(1, 0.5, 0.75), pair(2, 0.625, 0.875), pair(3, 0.75, 1)].flat();
  const { rows } = buildComparisonTable(runs, madeContext(runs));
  // 0.75 ties one of three, all other pairs are lost: ½ / 9
  expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
    ['lstm', 'ds', '90 %', 'digits', '−25.0 [−25.0, −25.0] (3)', '0.06'],
  ]);
});

it('says which side is missing where the runs that were asked for are of one alone', () => {
  const [ours, theirs] = pair(1, 0.5, 0.75) as [
    ReturnType<typeof observation>,
    ReturnType<typeof observation>,
  ];
  expect(() => buildComparisonTable([ours], madeContext([ours]))).toThrow(
    'table comparison: the runs that were asked for are of ds alone; ask for the reference dense beside them, as with --only "method=dense|ds"',
  );
  expect(() => buildComparisonTable([theirs], madeContext([theirs]))).toThrow(
    'are of dense alone; ask for another method beside it, as with --only "method=dense|…"',
  );
});

it('counts pairs that diverged and shows a method without a pair', () => {
  const runs = [pair(1, 0.5, 0.75), pair(2, null, 0.75), [observation({ method: 'rigl', seed: 7 })]].flat();
  const { rows } = buildComparisonTable(runs, madeContext(runs));
  expect(rows.map((row) => row[4]?.text)).toEqual(['−25.0 (1; 1 div.)', '– (0 pairs)']);
});
