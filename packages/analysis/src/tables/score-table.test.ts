import { describe, expect, it } from 'vitest';
import { onStrategies } from '../../test/made-parts.ts';
import { madeContext, observation } from '../../test/made-observations.ts';
import { parseCsv } from '../../test/parse-csv.ts';
import { renderCsv } from './render-csv.ts';
import { buildScoreTable } from './score-table.ts';
import type { Table } from './table.ts';

const texts = (table: Table): string[][] => table.rows.map((row) => row.map(({ text }) => text));
const labels = (table: Table): string[] => table.columns.map(({ label }) => label);

/** Equal scores, so that the interval is the point. */
const same = (task: string, score: number, metric: 'accuracy' | 'mse' = 'accuracy') =>
  [1, 2, 3].map((seed) => observation({ task, seed, score, metric }));

describe('buildScoreTable', () => {
  it('shows percent with one decimal, MACs of dense and parameters', () => {
    const table = buildScoreTable(same('digits', 0.91234), madeContext([]));
    expect(texts(table)).toEqual([
      ['lstm', 'ds', '90 %', '91.2 [91.2, 91.2] (3)', '10.0', '4.0', '14.0', '1234'],
    ]);
  });

  it('shows an error with three significant digits', () => {
    const table = buildScoreTable(same('adding', 0.0012345, 'mse'), madeContext([]));
    expect(table.rows[0]?.[3]?.text).toBe('0.00123 [0.00123, 0.00123] (3)');
    expect(table.columns[3]?.unit).toBe('MSE');
  });

  it('pools tasks only when they share a metric', () => {
    const accuracies = [...same('digits', 0.75), ...same('hanzi', 0.5)];
    const pooled = buildScoreTable(accuracies, madeContext([]));
    expect(labels(pooled)).toContain('all tasks');
    expect(pooled.rows[0]?.[5]?.text).toBe('62.5 [62.5, 62.5] (6)');
    const mixed = buildScoreTable([...same('digits', 0.75), ...same('adding', 0.5, 'mse')], madeContext([]));
    expect(labels(mixed)).not.toContain('all tasks');
  });

  it('does not pool a row that lacks a task', () => {
    const planned = [...same('digits', 0.75), ...same('hanzi', 0.5)];
    const other = same('hanzi', 0.5).map((run) => ({ ...run, method: 'rigl' }));
    const table = buildScoreTable([...planned, ...other], madeContext(planned));
    expect(table.rows[1]?.map(({ text }) => text).slice(1, 6)).toEqual([
      'rigl',
      '90 %',
      '–',
      '50.0 [50.0, 50.0] (3)',
      '–',
    ]);
  });

  it('counts diverged and missing runs in the cell and below the table', () => {
    const diverged = [4, 5].map((seed) => observation({ seed, score: null, status: 'diverged' }));
    const runs = [...same('digits', 0.75), ...diverged];
    const never = observation({ sparsity: 0.95 });
    const table = buildScoreTable(runs, madeContext([...runs, observation({ seed: 6 }), never]));
    expect(table.rows[0]?.[3]?.text).toBe('75.0 [75.0, 75.0] (3; 2 div.; 1 of 6 runs missing)');
    expect(table.rows[1]?.[3]?.text).toBe('– (1 of 1 run missing)');
    expect(table.notes).toEqual([
      '2 of 7 runs missing.',
      'div.: runs that diverged, 2 in all; they are counted, not averaged.',
    ]);
  });

  it('gives every strategy rows of its own, and every stream a column', () => {
    const runs = onStrategies([...same('hanzi', 0.5), ...same('digits', 0.75)], ['joint', 'replay'], 1)
      .filter(({ task }) => task !== 'hanzi/replay')
      .map((run) => ({ ...run, score: run.strategy === 'joint' ? 0.5 : 0.25 }));
    const context = madeContext(runs, {
      tasks: ['digits/joint', 'digits/replay', 'hanzi/joint'],
      floors: ['joint', 'replay'].map((s) => ({ task: `digits/${s}`, label: 'majority', score: 0.1 })),
    });
    const { columns, rows, footer } = buildScoreTable(runs, context);
    expect(columns.slice(0, 7).map(({ label }) => label)).toEqual([
      ...['Strategy', 'Architecture', 'Method', 'Sparsity', 'digits', 'hanzi', 'all tasks'],
    ]);
    const half = '50.0 [50.0, 50.0]';
    expect(rows.map((row) => row.slice(0, 7).map(({ text }) => text))).toEqual([
      ['joint', 'lstm', 'ds', '90 %', `${half} (3)`, `${half} (3)`, `${half} (6)`],
      ['replay', 'lstm', 'ds', '90 %', '25.0 [25.0, 25.0] (3)', '–', '–'],
    ]);
    expect(footer.map((row) => row.slice(0, 6).map(({ text }) => text))).toEqual([
      ['–', '–', 'majority', '–', '10.0', '–'],
    ]);
  });

  it('shows no interval for a single seed', () => {
    const { rows } = buildScoreTable([observation({ score: 0.75 })], madeContext([]));
    expect(rows[0]?.[3]).toEqual({ text: '75.0 (1)', raw: [0.75, null, null, 1, 0, 0] });
  });

  it('ends with the floors', () => {
    const table = buildScoreTable(same('digits', 0.75), madeContext([]));
    expect(table.footer.map((row) => row.map(({ text }) => text))).toEqual([
      ['–', 'majority', '–', '10.0', '–', '–', '–', '–'],
    ]);
  });

  it('says profile, seeds, interval, meaning of sparsity and use of the test set', () => {
    const { caption } = buildScoreTable(same('digits', 0.75), madeContext([]));
    expect(caption).toContain('profile quick');
    expect(caption).toContain('n = 3 seeds');
    expect(caption).toContain('mean [95 % interval over seeds');
    expect(caption).toContain('MACs) of the recurrent core');
    expect(caption).toContain('head excluded');
    expect(caption).toContain('touched once');
    const channels = buildScoreTable(same('digits', 0.75), madeContext([], { sparsityOf: 'channels' }));
    expect(channels.caption).toContain('share of input and hidden channels');
  });

  it('shows the span of the cost where tasks differ', () => {
    const macs = { dense: 1000, core: 120, router: 40, total: 160 };
    const runs = [...same('digits', 0.75), ...same('hanzi', 0.5).map((run) => ({ ...run, macs }))];
    expect(texts(buildScoreTable(runs, madeContext([])))[0]?.slice(6)).toEqual([
      '10.0–12.0',
      '4.0',
      '14.0–16.0',
      '1234',
    ]);
  });

  it('writes raw numbers to the CSV, one a column', () => {
    const [header = [], record = []] = parseCsv(
      renderCsv(buildScoreTable(same('digits', 0.91234), madeContext([]))),
    );
    expect(record).toHaveLength(header.length);
    const field = (name: string): string | undefined => record[header.indexOf(name)];
    expect(field('digits_score')).toBe('0.91234');
    expect(field('digits_completed')).toBe('3');
    expect(field('sparsity')).toBe('0.9');
    expect(Number(field('total_mac_share_max'))).toBeCloseTo(0.14, 12);
  });
});
