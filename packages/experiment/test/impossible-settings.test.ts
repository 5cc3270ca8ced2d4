/** What cannot be computed, or could not be decided, is refused before anything runs, with file, line and field. */
import { expect, test } from 'vitest';
import { runProblem } from '../src/declare/checks/run-limits.ts';
import { cell, method, problems, sound, task, train, validate } from './sound-experiment.ts';
import { toySpec } from './toy-registries.ts';

test('the sound experiment is sound', () => {
  expect(validate(sound)).toEqual({ notices: [] });
});

test.each([
  [
    'a million million units',
    ...cell('kind: lstm, units: 1e12'),
    '6 profiles.quick.architectures[0].units: too big',
  ],
  [
    'more memory than there are addresses',
    ...cell('kind: s4d, units: 4096, layers: 32'),
    '6 profiles.quick.architectures[0]: parameters, their optimiser and the states of one batch of 64 would take 16 GiB',
  ],
  ['10¹⁵ steps', ...train('steps: 1e15'), '11 profiles.quick.train.steps: too big'],
  ['a delay of 10⁸', ...task('kind: copy-memory, delay: 1e8'), '9 profiles.quick.tasks[0].delay: too big'],
  [
    'examples that fill no memory',
    ...task('kind: adding, length: 10000, trainCount: 1000000'),
    '9 profiles.quick.tasks[0]: the sequences of x would take 75 GiB',
  ],
  [
    'permutations of all examples a hundred times',
    ...task('kind: permuted, of: { kind: mnist }, experiences: 100'),
    '9 profiles.quick.tasks[0]: the sequences of x would take',
  ],
  [
    'a router of a million units',
    ...method('kind: ds, router: { width: 1e6 }'),
    'methods[2].router.width: too big',
  ],
  [
    'a warm-up longer than training',
    ...train('steps: 100, warmupSteps: 101, evaluateEvery: 50'),
    '11 profiles.quick.train: recipe own: warmupSteps is 101, but training ends after 100 steps',
  ],
  [
    'evaluations beyond the end',
    ...train('steps: 100, warmupSteps: 10, evaluateEvery: 101'),
    '11 profiles.quick.train: recipe own: evaluateEvery is 101, but training ends after 100 steps',
  ],
  [
    'a batch larger than the data',
    ...task('kind: digits, trainCount: 40'),
    '11 profiles.quick.train: recipe own: batchSize is 64, but x has 40 training examples',
  ],
  [
    'a sparsity that one unit cannot have',
    ...cell('kind: lstm, units: 1'),
    '8 profiles.quick.sparsity[1]: sparsity 0.9 cannot be had with 1 unit',
  ],
  [
    'a sparsity beyond the last channel',
    'sparsity: [0, 0.9]',
    'sparsity: [0, 0.9, 0.99999]',
    '8 profiles.quick.sparsity[2]: sparsity 0.99999 cannot be had with 32 units',
  ],
  [
    'a claim of a side against itself',
    'masks.state-linear',
    'masks.h-linear',
    '19 claims[0].reference: is the treatment itself',
  ],
  [
    'a misspelt measure',
    'measure: masks.h-linear',
    'measure: masks.h-linaer',
    '18 claims[0].treatment.measure: masks has no measure "h-linaer"; did you mean "h-linear"?',
  ],
  [
    'a misspelt measure of the reference',
    'masks.state-linear',
    'masks.state-liner',
    '19 claims[0].reference.measure: masks has no measure "state-liner"; did you mean "state-linear"?',
  ],
  [
    'a measure of a probe that is not there',
    'measure: masks.h-linear',
    'measure: interference.wh-bound',
    '18 claims[0].treatment.measure: interference.wh-bound is measured in no profile',
  ],
  [
    'masks of a method without any',
    'reference: { label: ds, sparsity: 0.9, measure: masks.state-linear }',
    'reference: { label: dense, sparsity: 0, measure: masks.state-linear }',
    '19 claims[0].reference.measure: probe masks has nothing to look at in method dense',
  ],
  [
    'a claim whose sides no task has both',
    'backend: wasm\nclaims:',
    `    blocks:
      - { methods: [dense] }
      - { methods: [ds], tasks: [language-id-20] }
claims:
  - id: two
    statement: s
    kind: superior
    treatment: { label: ds, sparsity: 0.9 }
    reference: { label: dense, sparsity: 0 }
    tasks: [digits-rows-14]
    margin: 0`,
    '17 claims[0]: no profile has runs of both sides on the architectures, tasks',
  ],
  [
    'a claim on an architecture that no profile has',
    '    margin: 0',
    '    margin: 0\n    architectures: [gru-64]',
    '22 claims[0].architectures[0]: no profile has the architecture gru-64',
  ],
  [
    'a claim on a task that no profile has',
    '    margin: 0',
    '    margin: 0\n    tasks: [digits]',
    '22 claims[0].tasks[0]: no profile has the task digits',
  ],
  [
    'a claim on a strategy that no profile has',
    '    margin: 0',
    '    margin: 0\n    strategies: [gem]',
    '22 claims[0].strategies[0]: no profile has the strategy gem',
  ],
  [
    'a table named twice',
    '[scores, tuning]',
    '[scores, tuning, scores]',
    '22 tables[2]: table scores is listed twice',
  ],
  [
    'a figure named twice',
    '[differences]',
    '[differences, differences]',
    '23 figures[1]: figure differences is listed twice',
  ],
  [
    'a probe named twice',
    'probes: [masks]',
    'probes: [masks, { kind: masks, permutations: 10 }]',
    '12 profiles.quick.probes: masks is listed twice',
  ],
  [
    'a claim id used twice',
    'tables:',
    '  - { id: one, statement: s, kind: superior, treatment: { label: ds, sparsity: 0.9 }, reference: { label: dense, sparsity: 0 }, margin: 0 }\ntables:',
    '22 claims[1].id: claim id "one" is used twice',
  ],
  [
    'a value beside two known ones',
    ...task('kind: digits, pool: 3'),
    '9 profiles.quick.tasks[0].pool: unknown value 3; did you mean "1"? (known: 1, 2)',
  ],
])('%s is refused', (_what, piece, by, expected) => {
  expect(problems([piece, by]).join('\n')).toContain(expected);
});

test('a method that the cell keeps from its sparsity is a notice, one over all sparsities and tasks, not an error', () => {
  const text = sound
    .replace('[lstm-32]', '[s4d-64]')
    .replace('[dense, ds]', '[dense, ds, rigl]')
    .replace('[0, 0.9]', '[0, 0.8, 0.9, 0.97]')
    .replace('[digits-rows-14]', '[digits-rows-14, digits-rows]');
  expect(validate(text).notices).toEqual([
    expect.stringMatching(
      /^s4d-64, rigl: at sparsity 0.8 … 0.97 does \d+ … \d+ % of the dense MACs, where 3 … 20 % are asked for: less is beyond its reach on this cell \(on digits-rows-14 and 1 more\)$/,
    ),
  ]);
});

test('a run that no machine ends within a month is refused', () => {
  const macs = { dense: 1000, core: 1000, router: 0, total: 1000 };
  const plan = { units: 8, parameters: 8, macs, stepMacs: 1e12, trainMacs: 1e19 };
  expect(runProblem(toySpec, plan)).toEqual({
    field: 'train',
    message: expect.stringContaining('training would take 1.0e+19 MACs, more than a month') as string,
  });
  expect(runProblem(toySpec, { ...plan, trainMacs: 1e17 })).toBeNull();
});
