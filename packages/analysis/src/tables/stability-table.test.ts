import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { summariseEndings } from '../summary/summarise-endings.ts';
import { buildStabilityTable } from './stability-table.ts';

// The floor of digits is 0.1, so that 0.19 and less is a collapse.
const scored = (task: string, scores: readonly (number | null)[], metric: 'accuracy' | 'mse' = 'accuracy') =>
  scores.map((score, i) =>
    observation({ task, seed: i + 1, score, metric, status: score === null ? 'diverged' : 'completed' }),
  );
const texts = (runs: ReturnType<typeof scored>, planned = runs): string[][] =>
  buildStabilityTable(runs, madeContext(planned)).rows.map((row) => row.map(({ text }) => text));

describe('buildStabilityTable', () => {
  it('counts how runs ended, and shows rate, spread and worst seed', () => {
    // 2 of 5 failed: Wilson 95 % [11.8, 76.9]; scores 12, 50, 60, 70: SD √(1928/3) = 25.4
    expect(texts(scored('digits', [0.5, null, 0.7, 0.12, 0.6]))[0]?.slice(4, 7)).toEqual([
      '5',
      '1 / 1',
      '40.0 [11.8, 76.9]',
    ]);
    const row = texts(scored('digits', [0.5, null, 0.7, 0.12, 0.6]))[0];
    expect(row?.[7]).toMatch(/^48\.0 \[.*\] \(accuracy, %\)$/);
    expect(row?.slice(8)).toEqual(['25.4', '12.0', '10.0 / 14.0']);
  });

  it('takes the largest error for the worst, and says that collapse cannot be told without a floor', () => {
    const runs = scored('adding', [0.25, 0.5, 0.75], 'mse');
    const { rows, notes } = buildStabilityTable(runs, madeContext(runs));
    expect(rows[0]?.[5]?.text).toBe('0 / ?');
    expect(rows[0]?.slice(8, 10).map(({ text }) => text)).toEqual(['0.250', '0.750']);
    expect(notes).toEqual(['No score of guessing is known, so that no run counts as collapsed: adding.']);
  });

  it('shows missing runs, which are not failures', () => {
    const runs = scored('digits', [0.9]);
    const planned = [...runs, observation({ seed: 2 }), observation({ method: 'rigl' })];
    const { rows, notes } = buildStabilityTable(runs, madeContext(planned));
    expect(rows.map((row) => row.slice(4, 10).map(({ text }) => text))).toEqual([
      ['1 (1 of 2 missing)', '0 / 0', '0.0 [0.0, 79.3]', '90.0 (accuracy, %)', '–', '90.0'],
      ['0 (1 of 1 missing)', '–', '–', '–', '–', '–'],
    ]);
    expect(notes).toEqual(['2 of 3 runs missing; they are not counted as failed.']);
  });

  it('shows a place where every run diverged', () => {
    expect(texts(scored('digits', [null, null]))[0]?.slice(5, 10)).toEqual([
      '2 / 0',
      '100.0 [34.2, 100.0]',
      '–',
      '–',
      '–',
    ]);
  });

  it('says what failed means, and is not built without runs', () => {
    const { caption } = buildStabilityTable(scored('digits', [0.9]), madeContext([]));
    expect(caption).toContain('accuracy or AUC at most f + 0.1 (1 − f), MSE at least 0.9 f');
    expect(caption).toContain('95 % Wilson interval');
    expect(() => buildStabilityTable([], madeContext([]))).toThrow(AnalysisError);
  });
});

it('the spread does not depend on the order of the runs', () => {
  const runs = scored('digits', [0.1, 0.2, 0.3, 0.7, 0.9]);
  const spread = (order: typeof runs) => summariseEndings(order, madeContext([]))[0]?.deviation;
  expect(spread(runs)).toBe(spread([...runs].reverse()));
});
