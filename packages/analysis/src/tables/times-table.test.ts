import type { PlaceTimes } from '@dsrnn/records';
import { expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { madeTime, madeTimes } from '../../test/made-times.ts';
import { AnalysisError } from '../errors.ts';
import { buildTimesTable } from './times-table.ts';

const runs = [
  observation({ method: 'dense', sparsity: 0 }),
  observation({ score: 0.8, macs: { dense: 1000, core: 100, router: 100, total: 200 }, units: 30 }),
  observation({ seed: 2, score: null, status: 'diverged', units: 30 }),
  observation({ method: 'random-mask', sparsity: 0.5 }),
  observation({ method: 'rigl', sparsity: 0.5, metric: 'accuracy' }),
];
const place = (method: string, sparsity: number, trainMs: number, stream: PlaceTimes['streamMs']) => ({
  ...{ architecture: 'lstm', method, sparsity, task: 'digits' },
  ...{ trainMs: madeTime(trainMs, trainMs / 2, trainMs * 2), streamMs: stream },
});
const times = madeTimes([], {
  rounds: 5,
  places: [
    place('dense', 0, 4, madeTime(0.034, 0.03, 0.04)),
    place('ds', 0.9, 5, madeTime(0.02, 0.019, 0.021)),
    place('random-mask', 0.5, 2, null),
  ],
});
const planned = [...runs, observation({ seed: 3 })];
const table = buildTimesTable(runs, madeContext(planned, { times }));
const texts = (method: string): string[] | undefined =>
  table.rows.find((row) => row[1]?.text === method)?.map(({ text }) => text);

it('shows times, their factors, and the factor that MACs promise', () => {
  // 4 / 5 is slower, 34 / 20 faster; 1000 of 200 MACs are five times less
  expect(texts('ds')?.slice(4)).toEqual([
    '30',
    '10.0 / 20.0',
    '5.00× faster',
    '5.00 [2.50, 10.0]',
    '1.25× slower',
    '20.0 [19.0, 21.0]',
    '1.70× faster',
    '80.0 (accuracy, %; 1; 1 div.; 1 of 3 missing)',
  ]);
  expect(texts('dense')?.slice(6, 11)).toEqual([
    '1.00×',
    '4.00 [2.00, 8.00]',
    '1.00×',
    '34.0 [30.0, 40.0]',
    '1.00×',
  ]);
  expect(table.rows[1]?.[8]?.raw).toEqual([0.8]);
  expect(table.rows[1]?.[9]?.raw).toEqual([20, 19, 21]);
});

it('tells models that no stream runs from places that nobody measured', () => {
  expect(texts('random-mask')?.slice(7, 11)).toEqual(['2.00 [1.00, 4.00]', '2.00× faster', 'no stream', '–']);
  expect(texts('rigl')?.slice(7, 11)).toEqual(['not measured', '–', 'not measured', '–']);
  expect(table.notes).toEqual([
    '1 of 6 runs missing.',
    'div.: runs that diverged, 1 in all; they are counted, not averaged.',
    'not measured: 1 of 4 places of the grid.',
    'no stream: cannot be fed step by step, its masks need steps to come, or are drawn at random.',
  ]);
});

it('names the machine and how it was measured', () => {
  expect(table.caption).toContain(
    'median [least, most] of 5 rounds, batch size 32, lower is better. Measured on Made-up Processor 9000, 8 cores, linux x64, Node v22.11.0, 2026-01-02: they hold for that machine and are part of no digest.',
  );
});

it('needs times', () => {
  expect(() => buildTimesTable(runs, madeContext(runs))).toThrow(AnalysisError);
  expect(() => buildTimesTable(runs, madeContext(runs))).toThrow(/dsrnn time made-up --profile quick/);
});
