import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { buildRankingTable } from './ranking-table.ts';

const seeds = [1, 2, 3];
const runs = seeds.flatMap((seed) => [
  ...[0.5, 0.75].map((sparsity) => observation({ method: 'dense', sparsity, seed, score: 0.5 })),
  ...[0.5, 0.75].map((sparsity) => observation({ sparsity, seed, score: 0.625 })),
  observation({ method: 'rigl', sparsity: 0.75, seed, score: 0.75 }),
  observation({ method: 'lazy', sparsity: 0, seed, score: 0.625 }),
]);
const context = madeContext(runs, { methods: ['dense', 'ds', 'rigl', 'lazy'] });

it('compares the reference at its least sparsity, dense methods at 0, others at the sparsity of the subject', () => {
  const { rows } = buildRankingTable(runs, context);
  expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
    [
      '50 %',
      'dense',
      '1',
      '0',
      '0',
      '0',
      '12.5 [12.5, 12.5] (1)',
      '–',
      '1.00',
      '3',
      '50.0 / 50.0',
      '54.0 / 50.0',
    ],
    [
      '50 %',
      'lazy at 0 %',
      '0',
      '1',
      '0',
      '–',
      '0.0 [0.0, 0.0] (1)',
      '–',
      '0.50',
      '3',
      '50.0 / 100.0',
      '54.0 / 100.0',
    ],
    [
      '75 %',
      'dense at 50 %',
      '1',
      '0',
      '0',
      '–',
      '12.5 [12.5, 12.5] (1)',
      '–',
      '1.00',
      '3',
      '25.0 / 50.0',
      '29.0 / 50.0',
    ],
    [
      '75 %',
      'rigl',
      '0',
      '0',
      '1',
      '0',
      '−12.5 [−12.5, −12.5] (1)',
      '–',
      '0.00',
      '3',
      '25.0 / 25.0',
      '29.0 / 25.0',
    ],
    [
      '75 %',
      'lazy at 0 %',
      '0',
      '1',
      '0',
      '–',
      '0.0 [0.0, 0.0] (1)',
      '–',
      '0.50',
      '3',
      '25.0 / 100.0',
      '29.0 / 100.0',
    ],
  ]);
});

it('counts diverged runs and shows a method without a pair', () => {
  const some = [
    ...runs.filter(({ method }) => method !== 'rigl'),
    observation({ method: 'rigl', sparsity: 0.75, seed: 1, score: null, status: 'diverged' }),
    observation({ method: 'late', sparsity: 0.75, seed: 7 }),
  ];
  const { rows } = buildRankingTable(some, context);
  const row = (method: string) => rows.find(([, other]) => other?.text === method)?.map(({ text }) => text);
  expect(row('rigl')?.slice(2, 10)).toEqual(['0', '1', '0', '0', '62.5 (1)', '–', '1.00', '1 (0 / 1 div.)']);
  expect(row('late')?.slice(2, 10)).toEqual(['0', '0', '0', '0', '–', '–', '–', '0']);
});

it('counts groups of unequal work in a column of their own and names them', () => {
  const macs = { dense: 1000, core: 660, router: 0, total: 660 };
  const fixed = seeds.flatMap((seed) => [
    observation({ architecture: 's4d', sparsity: 0.75, seed, score: 0.625 }),
    observation({ architecture: 's4d', method: 'rigl', sparsity: 0.75, seed, score: 0.75, macs }),
    observation({ architecture: 's4d', method: 'dense', sparsity: 0.5, seed, score: 0.75 }),
  ]);
  const { rows, notes } = buildRankingTable([...runs, ...fixed], context);
  const row = (method: string) =>
    rows.find(([sparsity, other]) => sparsity?.text === '75 %' && other?.text === method);
  // wins, ties, losses, unequal work
  expect(row('rigl')?.slice(2, 6)).toMatchObject([{ raw: [0] }, { raw: [0, 0] }, { raw: [1] }, { raw: [1] }]);
  expect(row('dense at 50 %')?.slice(2, 6)).toMatchObject([{ raw: [1] }, {}, { raw: [1] }, { raw: [null] }]);
  expect(notes).toContain('Unequal work at 75 %: rigl on s4d (0.66 of dense against 0.25 of ds).');
});

it('needs a sparse method', () => {
  const dense = [observation({ method: 'dense', sparsity: 0 })];
  expect(() => buildRankingTable(dense, madeContext(dense))).toThrow(AnalysisError);
});
