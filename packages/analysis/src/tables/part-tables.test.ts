import type { Observation } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { madeContext, observation } from '../../test/made-observations.ts';
import { withScores } from '../../test/made-parts.ts';
import { parseCsv } from '../../test/parse-csv.ts';
import { AnalysisError } from '../errors.ts';
import { buildContinualDifferencesTable } from './continual-differences-table.ts';
import { buildContinualTable } from './continual-table.ts';
import { buildMultitaskTable } from './multitask-table.ts';
import { buildPartMasksTable } from './part-masks-table.ts';
import { renderCsv } from './render-csv.ts';
import { buildStrategyCostsTable } from './strategy-costs-table.ts';
import type { Table } from './table.ts';

const under = (strategy: string, overrides: Partial<Observation> = {}): Observation =>
  observation({ stream: 'split', strategy, task: `split/${strategy}`, ...overrides });
const texts = (rows: Table['rows']): string[][] => rows.map((row) => row.map(({ text }) => text));
const labels = ({ columns }: Table): string[] => columns.map(({ label }) => label);

/** Learned to .875, then .625 with .5 left of the first: ACC .5625, learned .75, forgetting .375, FWT .25 − .1. */
const forgetful = [
  [0.875, 0.25],
  [0.5, 0.625],
];
/** Learned to .75, then .5 with all of the first kept: ACC .625, learned .625, forgetting 0. */
const steady = [
  [0.75, 0.1],
  [0.75, 0.5],
];
const untrained = [0.1, 0.1];
const dense = { method: 'dense', sparsity: 0 };
const learned = (run: Observation, scores: number[][]): Observation => withScores(run, scores, { untrained });

/** The note on tasks without a known guess. */
const unknownGuess = (tasks: string): string =>
  `No score of guessing is known, so it was not checked that models have learned: ${tasks}.`;

describe('buildContinualTable', () => {
  const runs = [
    learned(under('replay'), forgetful),
    learned(under('replay', { seed: 2 }), forgetful),
    learned(under('joint'), [[0.9, 0.7]]),
  ];
  const context = madeContext(runs, { tasks: ['split/joint', 'split/replay'] });

  it('shows the measures of streams by hand, and of runs that learned all at once those of the end', () => {
    const table = buildContinualTable(runs, context);
    expect(labels(table).slice(-6)).toEqual([
      ...['ACC', 'Score when learned', 'Forgetting from the best', 'BWT', 'FWT', 'Worst part'],
    ]);
    const twice = (text: string): string => `${text} [${text}, ${text}]`;
    expect(texts(table.rows)).toEqual([
      [
        'split',
        'joint',
        'lstm',
        'ds',
        '90 %',
        '2',
        '1',
        '10.0 / 14.0',
        '1234',
        '80.0',
        '–',
        '–',
        '–',
        '–',
        '70.0',
      ],
      [
        ...['split', 'replay', 'lstm', 'ds', '90 %', '2', '2', '10.0 / 14.0', '1234'],
        ...['56.3', '75.0', '37.5', '−37.5', '15.0', '50.0'].map(twice),
      ],
    ]);
  });

  it('gives every formula with its denominator, and says how test data were used', () => {
    const { caption } = buildContinualTable(runs, context);
    expect(caption).toContain('ACC = 1/T sum_{j=1..T} R[T,j]');
    expect(caption).toContain('BWT = 1/(T-1) sum_{j=1..T-1} (R[T,j] - R[j,j])');
    expect(caption).toContain(
      'Forgetting from the best = 1/(T-1) sum_{j=1..T-1} (max_{i=j..T-1} R[i,j] - R[T,j])',
    );
    expect(caption).toContain(
      'Test data were scored after each experience to fill R; nothing was selected on them',
    );
    expect(caption).not.toContain('In rows of MSE');
  });

  it('names the metric of each row where rows differ, and what turns for errors', () => {
    const error = learned(under('replay', { metric: 'mse', stream: 'waves', task: 'waves/replay' }), steady);
    const mixed = [...runs, error];
    const table = buildContinualTable(mixed, madeContext(mixed));
    expect(labels(table)[5]).toBe('Metric');
    expect(texts(table.rows).map((row) => [row[0], row[5]])).toEqual([
      ...[
        ['split', 'accuracy, %'],
        ['split', 'accuracy, %'],
        ['waves', 'MSE'],
      ],
    ]);
    expect(table.caption).toContain(
      'In rows of MSE: where a low score is good, differences change their sign',
    );
    expect(table.columns.at(-6)?.unit).toBeNull();
  });

  it('counts diverged and missing runs', () => {
    const lost = under('replay', { seed: 3, score: null, status: 'diverged' });
    const table = buildContinualTable(
      [...runs, lost],
      madeContext([...runs, lost, under('replay', { seed: 4 })]),
    );
    expect(table.rows.map((row) => row[6]?.text)).toEqual(['1', '2 (1 div.; 1 missing)']);
    expect(table.notes).toEqual([
      '1 of 5 runs missing.',
      'div.: runs that diverged, 1 in all; they are counted, not averaged.',
      '–: not measured, or there is nothing to measure, such as forgetting of parts that are learned at once.',
      unknownGuess('split/joint, split/replay'),
    ]);
  });

  it('writes shares to the CSV', () => {
    const [header = [], ...records] = parseCsv(renderCsv(buildContinualTable(runs, context)));
    const at = (name: string): number[] => records.map((record) => Number(record[header.indexOf(name)]));
    expect(at('mean')).toEqual([0.8, 0.5625]);
    expect(at('forgetting_low')[1]).toBe(0.375);
  });

  it('has no column of strategies where there are none, and needs parts', () => {
    const plain = [learned(observation(), steady)];
    expect(labels(buildContinualTable(plain, madeContext(plain)))).not.toContain('Strategy');
    expect(() => buildContinualTable([observation()], madeContext([]))).toThrow(AnalysisError);
  });
});

describe('buildContinualDifferencesTable', () => {
  const runs = [1, 2].flatMap((seed) => [
    learned(under('replay', { seed }), steady),
    learned(under('replay', { seed, ...dense }), forgetful),
    learned(under('replay', { seed, method: 'rigl' }), seed === 1 ? steady : forgetful),
    learned(under('joint', { seed }), [[0.5, 0.5]]),
    learned(under('joint', { seed, ...dense }), [[0.75, 0.75]]),
  ]);
  const context = madeContext(runs, {
    methods: ['dense', 'ds', 'rigl'],
    tasks: ['split/replay', 'split/joint'],
  });

  // two seeds: t of one degree of freedom is 12.706 times half of their distance
  it('puts every method beside the reference, and the first sparse one beside the others', () => {
    const table = buildContinualDifferencesTable(runs, context);
    expect(texts(table.rows)).toEqual([
      [
        ...['split', 'replay', 'lstm', 'ds at 90 % − dense', '2', '6.3 [6.3, 6.3] (2 of 2)'],
        ...['−12.5 [−12.5, −12.5] (0 of 2)', '−37.5 [−37.5, −37.5] (2 of 2)'],
      ],
      [
        ...['split', 'replay', 'lstm', 'rigl at 90 % − dense', '2', '3.1 [−36.6, 42.8] (1 of 2)'],
        ...['−6.3 [−85.7, 73.2] (0 of 2)', '−18.8 [−200.0, 200.0] (1 of 2)'],
      ],
      [
        ...['split', 'replay', 'lstm', 'ds at 90 % − rigl at 90 %', '2', '3.1 [−36.6, 42.8] (1 of 2)'],
        ...['−6.3 [−85.7, 73.2] (0 of 2)', '−18.8 [−200.0, 200.0] (1 of 2)'],
      ],
      ['split', 'joint', 'lstm', 'ds at 90 % − dense', '2', '−25.0 [−25.0, −25.0] (0 of 2)', '–', '–'],
    ]);
  });

  it('turns the sign of errors, but not of their forgetting', () => {
    const errors = [
      learned(observation({ metric: 'mse' }), [
        [1, 4],
        [3, 2],
      ]),
      learned(observation({ metric: 'mse', ...dense }), [
        [1, 4],
        [2, 2],
      ]),
    ];
    const table = buildContinualDifferencesTable(errors, madeContext(errors, { floors: [] }));
    // mean 2.5 against 2: worse by 0.5; forgetting 3 − 1 against 2 − 1
    expect(texts(table.rows)[0]?.slice(2)).toEqual([
      ...['ds at 90 % − dense', '1', '−0.500 (0 of 1)', '0.00 (0 of 1)', '1.00 (0 of 1)'],
    ]);
  });

  it('compares nothing where neither side ever passed guessing', () => {
    const floors = [{ task: 'split/replay', label: 'chance', score: 0.95, guess: { standardError: 0 } }];
    const { rows } = buildContinualDifferencesTable(runs, { ...context, floors });
    const replay = texts(rows).filter(([, strategy]) => strategy === 'replay');
    expect(replay.map((row) => row[4])).toEqual(replay.map(() => '2 (not tested: neither has learned)'));
    expect(replay.flatMap((row) => row.slice(5))).toEqual(replay.flatMap(() => ['–', '–', '–']));
  });

  it('counts runs whose partner is lost', () => {
    const alone = [...runs, learned(under('replay', { seed: 3 }), steady)];
    const { rows, notes } = buildContinualDifferencesTable(alone, context);
    expect(texts(rows).map((row) => row[4])).toEqual(['2 (1 alone)', '2', '2 (1 alone)', '2']);
    expect(notes.at(-1)).toMatch(/^alone: /);
  });
});

describe('buildStrategyCostsTable', () => {
  const costing = (run: Observation, work: number, examples: number, numbers: number): Observation => ({
    ...learned(run, steady),
    measures: {
      'parts.work-factor': work,
      'parts.memory-examples': examples,
      'parts.memory-numbers': numbers,
    },
  });

  it('has a row for each strategy, with the span over methods', () => {
    const runs = [
      costing(under('gem'), 3.5, 10, 617),
      costing(under('gem', dense), 4.25, 10, 2468),
      { ...learned(under('joint'), [[1, 1]]), measures: { 'parts.work-factor': 1 } },
    ];
    const table = buildStrategyCostsTable(runs, madeContext(runs, { tasks: ['split/joint', 'split/gem'] }));
    expect(texts(table.rows)).toEqual([
      ['split', 'joint', '1', '1.00', '–', '–', '–'],
      ['split', 'gem', '2', '3.50–4.25', '10', '617–2468', '0.50–2.00'],
    ]);
  });

  it('needs runs that say what they cost', () => {
    const runs = [learned(under('gem'), steady)];
    expect(() => buildStrategyCostsTable(runs, madeContext(runs))).toThrow(/list `strategies:`/);
  });
});

describe('buildMultitaskTable', () => {
  const run = learned(observation({ metric: 'mse', task: 'systems-2' }), [[0.25, 0.75]]);

  it('shows mean and worst part, and what was measured besides only where it was', () => {
    const bare = buildMultitaskTable([run], madeContext([run]));
    expect(labels(bare).slice(-2)).toEqual(['Mean', 'Worst part']);
    const measured = {
      ...run,
      measures: { ...run.measures, 'transfer.degradation': -0.125, 'part-conflict.rate': 0.25 },
    };
    const table = buildMultitaskTable([measured], madeContext([measured]));
    expect(labels(table).slice(-4)).toEqual(['Mean', 'Worst part', 'Degradation', 'Conflict']);
    expect(texts(table.rows)).toEqual([
      [
        'systems-2',
        'lstm',
        'ds',
        '90 %',
        '2',
        '1',
        '10.0 / 14.0',
        '1234',
        '0.500',
        '0.750',
        '−0.125',
        '25.0',
      ],
    ]);
    expect(table.caption).toContain('ln(MSE with all parts / MSE of a model');
    expect(bare.caption).not.toContain('Degradation');
  });

  it('ends with what needs no recurrent model', () => {
    const floors = [
      { task: 'systems-2', label: 'persistence', score: 0.25 },
      { task: 'another', label: 'persistence', score: 7 },
    ];
    const table = buildMultitaskTable([run], { ...madeContext([run]), floors });
    expect(texts(table.footer)).toEqual([
      ['systems-2', '–', 'persistence', '–', '–', '–', '–', '–', '0.250', '–'],
    ]);
    expect(table.caption).toContain('Last rows: what needs no recurrent model');
    expect(renderCsv(table)).toContain('systems-2,,persistence,');
    expect(buildMultitaskTable([run], { ...madeContext([run]), floors: [] }).footer).toEqual([]);
  });
});

describe('buildPartMasksTable', () => {
  it('shows the probed methods, and names the others', () => {
    const probed = learned(under('replay'), steady);
    const runs = [
      {
        ...probed,
        measures: {
          ...probed.measures,
          'part-masks.within': 0.5,
          'part-masks.between': 0.25,
          'part-masks.drift': 0,
        },
      },
      learned(under('replay', dense), steady),
    ];
    const table = buildPartMasksTable(runs, madeContext(runs));
    expect(labels(table).slice(-3)).toEqual(['J within', 'J between', 'Drift']);
    expect(texts(table.rows).map((row) => row.slice(3))).toEqual([
      ['ds', '90 %', '2', '1', '10.0 / 14.0', '1234', '0.50', '0.25', '0.00'],
    ]);
    expect(table.notes).toEqual(['Not probed, and so not shown: dense.', unknownGuess('split/replay')]);
  });

  it('shows conflict before a part is learned only where it was measured', () => {
    const run = learned(under('replay'), steady);
    const conflict = { 'part-conflict.rate': 0.5, 'part-conflict.cosine': -0.25 };
    const before = { 'part-conflict.rate-before-learned': 1, 'part-conflict.cosine-before-learned': -0.75 };
    const tableOf = (measures: Record<string, number>): Table => {
      const runs = [{ ...run, measures: { ...run.measures, ...measures } }];
      return buildPartMasksTable(runs, madeContext(runs));
    };
    expect(labels(tableOf(conflict)).slice(-2)).toEqual(['Conflict', 'Cosine']);
    expect(tableOf(conflict).caption).not.toContain('Before learned');
    const table = tableOf({ ...conflict, ...before });
    expect(labels(table).slice(-2)).toEqual(['Conflict before learned', 'Cosine before learned']);
    expect(texts(table.rows)[0]!.slice(-4)).toEqual(['50.0', '−0.25', '100.0', '−0.75']);
    expect(table.caption).toContain(
      'Conflict before learned: the share of pairs of each part with those before it',
    );
  });

  it('says which probe lacks', () => {
    const runs = [learned(under('replay'), steady)];
    expect(() => buildPartMasksTable(runs, madeContext(runs))).toThrow(/`probes: \[part-masks\]`/);
  });
});
