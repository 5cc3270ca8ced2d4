import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { parseCsv } from '../../test/parse-csv.ts';
import { AnalysisError } from '../errors.ts';
import { buildMaskClassesTable, buildMaskSimilarityTable, buildMaskUseTable } from './mask-tables.ts';
import { renderCsv } from './render-csv.ts';
import type { Table } from './table.ts';

const probed = (seed: number, measures: Record<string, number>) =>
  observation({
    seed,
    measures: Object.fromEntries(Object.entries(measures).map(([name, value]) => [`masks.${name}`, value])),
  });
const texts = (rows: Table['rows']): string[][] => rows.map((row) => row.map(({ text }) => text));
const PLACE = ['lstm', 'ds', '90 %', 'digits'];

const predictions = {
  ...{ 'h-nearest-mean': 0.5, 'h-knn': 0.625, 'h-linear': 0.75, 'shuffled-linear': 0.125 },
  ...{ 'inputs-linear': 0.875, 'state-linear': 0.9375, majority: 0.2, chance: 0.1 },
};

describe('buildMaskClassesTable', () => {
  it('shows predictors beside controls, and ends with what a guess scores', () => {
    const { rows, footer } = buildMaskClassesTable(
      [probed(1, predictions), probed(2, predictions)],
      madeContext([]),
    );
    expect(texts(rows)).toEqual([
      [
        ...PLACE,
        ...[
          '2',
          '10.0 / 14.0',
          '50.0 / 62.5',
          '75.0 [75.0, 75.0]',
          'not measured',
          '12.5 [12.5, 12.5]',
          '87.5 / 93.8',
        ],
      ],
    ]);
    expect(texts(footer)).toEqual([
      ['–', 'majority', '–', 'digits', '–', '–', '–', '20.0', '–', '–', '–'],
      ['–', 'chance', '–', 'digits', '–', '–', '–', '10.0', '–', '–', '–'],
    ]);
  });

  it('counts diverged, missing and unprobed runs, and names methods that were not probed', () => {
    const runs = [
      probed(1, predictions),
      observation({ seed: 2, score: null, status: 'diverged' }),
      observation({ seed: 3 }),
      observation({ method: 'dense', sparsity: 0 }),
    ];
    const { rows, notes } = buildMaskClassesTable(runs, madeContext([...runs, observation({ seed: 4 })]));
    expect(rows.map((row) => row[4]?.text)).toEqual(['1 (1 div.; 1 missing; 1 not probed)']);
    expect(rows[0]?.[7]?.text).toBe('75.0'); // one seed, no interval
    expect(notes).toEqual([
      '1 of 4 runs missing.',
      'div.: runs that diverged, 1 in all; nothing was measured in them.',
      'Not probed, and so not shown: dense.',
    ]);
  });

  it('writes shares and intervals to the CSV, also of measures side by side', () => {
    const runs = [probed(1, predictions), probed(2, { ...predictions, 'h-knn': 0.609375 })];
    const [header = [], record = []] = parseCsv(renderCsv(buildMaskClassesTable(runs, madeContext([]))));
    const field = (name: string): number => Number(record[header.indexOf(name)]);
    // 0.609375 and 0.625: s/√n = 1/128, and t of one degree of freedom is 12.706
    expect(field('h_knn')).toBe(0.6171875);
    expect(field('h_knn_low')).toBeCloseTo(0.6171875 - 12.7062 / 128, 4);
    expect(field('h_knn_high')).toBeCloseTo(0.6171875 + 12.7062 / 128, 4);
    expect(field('h_linear')).toBe(0.75);
  });
});

it('shows the largest p over seeds, and overlap raw and corrected', () => {
  const seen = {
    ...{ 'h-within': 0.5, 'h-between': 0.25, 'h-chance': 0.2, 'h-within-corrected': 0.375 },
    ...{
      'h-between-corrected': -0.0625,
      'h-cosine-within': 0.75,
      'h-cosine-between': 0.5,
      'h-separation-p': 0.005,
    },
  };
  const runs = [probed(1, { ...seen, 'h-separation-p': 0.04 }), probed(2, seen)];
  expect(texts(buildMaskSimilarityTable(runs, madeContext([])).rows)).toEqual([
    [
      ...[...PLACE, '2', '10.0 / 14.0', '0.50 / 0.25 / 0.20', '0.38 [0.38, 0.38]'],
      ...['−0.06 [−0.06, −0.06]', '0.75 / 0.50', '0.040'],
    ],
  ]);
});

it('shows the use of channels, and nothing where a measure is not defined', () => {
  const use = {
    'h-dead': 0.03125,
    'h-always-on': 0,
    'h-load-cv2': 0.5,
    'h-effective': 0.75,
    'h-staticness': 1,
  };
  expect(texts(buildMaskUseTable([probed(1, use)], madeContext([])).rows)).toEqual([
    [...PLACE, '1', '10.0 / 14.0', '3.1 / 0.0', 'not measured', '0.50 / 0.75', '1.00', 'not measured'],
  ]);
});

it.each([buildMaskClassesTable, buildMaskSimilarityTable, buildMaskUseTable])(
  '%o says which line the experiment lacks when nothing was probed',
  (build) => {
    expect(() => build([observation()], madeContext([]))).toThrow(AnalysisError);
    expect(() => build([observation()], madeContext([]))).toThrow(/`probes: \[masks\]`/);
  },
);

it('says in the caption how many seeds there are, what the numbers are, and which way is better', () => {
  const { caption } = buildMaskClassesTable([probed(1, predictions)], madeContext([]));
  for (const part of [
    'n = 1 seed',
    '95 % interval over seeds',
    'Higher is better: Nearest mean; kNN; Linear; Linear, h and x.',
    'Chance: 1 / number of classes.',
  ]) {
    expect(caption).toContain(part);
  }
});
