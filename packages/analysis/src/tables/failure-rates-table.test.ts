import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { AnalysisError } from '../errors.ts';
import { buildFailureRatesTable } from './failure-rates-table.ts';

// The floor of digits is 0.1, so that 0.19 and less is a collapse.
const scored = (method: string, architecture: string, scores: readonly (number | null)[]) =>
  scores.map((score, i) =>
    observation({
      ...{ method, architecture, seed: i + 1, score },
      status: score === null ? 'diverged' : 'completed',
    }),
  );
const runs = [
  ...scored('ds', 'lstm', [0.9, 0.9]),
  ...scored('ds', 'gru', [0.9, 0.9]),
  ...scored('rigl', 'lstm', [0.9, 0.1]),
  ...scored('rigl', 'gru', [null, 0.15]),
];

describe('buildFailureRatesTable', () => {
  it('has one row a method, with counts over all places and where runs failed', () => {
    const { rows } = buildFailureRatesTable(runs, madeContext(runs));
    // Wilson 95 %: 0 of 4 ends at 1.96²/(4 + 1.96²) = 49.0 %; 3 of 4 is [30.1, 95.4]
    expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['ds', '90 %', '4', '0', '0', '0.0 [0.0, 49.0]', '–'],
      ['rigl', '90 %', '4', '1', '2', '75.0 [30.1, 95.4]', 'gru on digits: 2 of 2; lstm on digits: 1 of 2'],
    ]);
  });

  it('says where only divergence can be told, and which runs are missing', () => {
    const planned = [...runs, observation({ method: 'delta' })];
    const { notes, rows } = buildFailureRatesTable(runs, madeContext(planned, { floors: [] }));
    expect(notes).toEqual([
      '1 of 9 runs missing; they are not counted as failed.',
      'No score of guessing is known, so that only divergence counts: digits.',
    ]);
    expect(rows.find(([method]) => method?.text === 'delta')?.map(({ text }) => text)).toEqual([
      ...['delta', '90 %', '0', '0', '0', '–', '–'],
    ]);
  });

  it('is not built without runs', () => {
    expect(() => buildFailureRatesTable([], madeContext(runs))).toThrow(AnalysisError);
  });
});
