import type { Observation } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { withMasks } from '../../test/made-masks.ts';
import { madeContext, observation } from '../../test/made-observations.ts';
import type { AnalysisContext, Floor } from '../context.ts';
import { compareWithReference } from '../summary/compare-with-reference.ts';
import { compareWithSubject } from '../summary/compare-with-subject.ts';
import { summariseScores } from '../summary/summarise-scores.ts';
import { buildComparisonTable } from './comparison-table.ts';
import { buildMaskUseTable } from './mask-tables.ts';
import { buildRankingTable } from './ranking-table.ts';
import { buildScoreTable } from './score-table.ts';
import type { Table } from './table.ts';

/** Three seeds of dense and ds: at guessing on `copy`, far above it on `digits`. */
const runs: readonly Observation[] = [1, 2, 3].flatMap((seed) => [
  observation({ task: 'copy', seed, score: 0.1 }),
  observation({ task: 'copy', seed, score: 0.12, method: 'dense', sparsity: 0 }),
  observation({ task: 'digits', seed, score: 0.8 + seed / 100 }),
  observation({ task: 'digits', seed, score: 0.7 + seed / 100, method: 'dense', sparsity: 0 }),
]);
const floors: readonly Floor[] = [
  { task: 'copy', label: 'chance', score: 0.125, guess: { standardError: 0.005 } },
  { task: 'digits', label: 'majority class', score: 0.1, guess: { standardError: 0.005 } },
];
const context: AnalysisContext = madeContext(runs, { floors });
const texts = ({ rows }: Table): string[][] => rows.map((row) => row.map(({ text }) => text));

describe('a place at which no side passes guessing', () => {
  it('is marked in the table of scores, with the rule below it', () => {
    const table = buildScoreTable(runs, context);
    expect(texts(table).map((row) => row[3])).toEqual([
      expect.stringContaining('(3; not learned)'),
      expect.stringContaining('(3; not learned)'),
    ]);
    expect(texts(table).map((row) => row[4])).not.toContainEqual(expect.stringContaining('not learned'));
    expect(table.notes.join()).toContain('2 standard errors');
  });

  it('has no difference in the table of comparisons, and no probability', () => {
    const [copy, digits] = texts(buildComparisonTable(runs, context));
    expect(copy?.slice(3)).toEqual(['copy', 'not tested: neither has learned', '–']);
    expect(digits?.[4]).toContain('(3)');
    const [comparison] = compareWithReference(summariseScores(runs, context), runs, context);
    expect(comparison).toMatchObject({ unlearned: true, difference: null, probability: null });
  });

  it('is no tie in the ranking, and is in none of its numbers', () => {
    const sides = [
      { method: 'ds', sparsity: 0.9 },
      { method: 'dense', sparsity: 0 },
    ] as const;
    const compared = compareWithSubject(...sides, runs, context);
    expect(compared).toMatchObject({
      wins: 1,
      ties: 0,
      losses: 0,
      unlearned: 1,
      pairs: 3,
      accuracyGroups: 1,
    });
    expect(texts(buildRankingTable(runs, context))[0]?.[3]).toBe('0 (1 not learned)');
  });

  it('is marked in tables of measures', () => {
    const masked = runs.map((run) =>
      run.method === 'ds' ? withMasks(run, { classes: 3, channels: 8, examples: 6, focus: 0.5 }) : run,
    );
    const table = buildMaskUseTable(masked, context);
    expect(texts(table).map((row) => row[4])).toEqual(['3 (not learned)', '3']);
  });

  it('cannot be told without a guess, which is said', () => {
    const unknown = { ...context, floors: [] };
    expect(texts(buildComparisonTable(runs, unknown))[0]?.[4]).not.toContain('neither');
    for (const build of [buildScoreTable, buildComparisonTable, buildRankingTable]) {
      expect(build(runs, unknown).notes.at(-1)).toBe(
        'No score of guessing is known, so it was not checked that models have learned: copy, digits.',
      );
    }
  });
});
