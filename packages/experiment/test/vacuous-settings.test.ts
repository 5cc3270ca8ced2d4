/** What can be computed and decides nothing is refused as well, with file, line, field and what to write instead. */
import { expect, test } from 'vitest';
import { cell, method, problems, sound, task, train, validate } from './sound-experiment.ts';

/** The claim of the sound experiment, replaced by another of these fields; `statement` and `kind` are kept. */
const SIDES = `    treatment: { label: ds, sparsity: 0.9, measure: masks.h-linear }
    reference: { label: ds, sparsity: 0.9, measure: masks.state-linear }
    better: higher
    margin: 0
`;
const DS = 'label: ds, sparsity: 0.9';
const claim = (treatment: string, reference: string, rest: string, kind = 'superior'): [string, string] => [
  `    kind: superior\n${SIDES}`,
  `    kind: ${kind}\n    treatment: { ${treatment} }\n    reference: { ${reference} }\n${rest
    .split('; ')
    .map((line) => `    ${line}\n`)
    .join('')}`,
];
const dense = 'label: dense, sparsity: 0';

/** What it is, the pieces that make it, what is said. */
type Case = [string, [string, string][], string];

test.each<Case>([
  [
    'a margin wider than accuracy',
    [claim(DS, dense, 'margin: 1.5', 'non-inferior')],
    '20 claims[0].margin: is 1.5, but differences of accuracy lie between -1 and 1, so every result meets it; expected less than 1',
  ],
  [
    'a margin that no score reaches',
    [claim(DS, dense, 'margin: 1')],
    '20 claims[0].margin: is 1, but differences of accuracy lie between -1 and 1, so no result can meet it; expected less than 1',
  ],
  [
    'a relative margin of all of the score',
    [claim(DS, dense, 'margin: 1; relative: true', 'non-inferior')],
    '20 claims[0].margin: is 1 of the reference, all of it or more, so every result meets it; expected a share below 1',
  ],
  [
    'twice an accuracy, which may be more than there is',
    [claim(DS, dense, 'margin: 2; relative: true')],
    '20 claims[0].margin: is 2 of the reference, all of it or more, but accuracy ends at 1: give the margin in units of it, without relative',
  ],
  [
    'less than no error',
    [['tasks: [digits-rows-14]', 'tasks: [adding-50]'], claim(DS, dense, 'margin: 1; relative: true')],
    'claims[0].margin: is 1 of the reference, all of it or more, and MSE is never below 0, so no result can meet it',
  ],
  [
    'a score in percent',
    [claim(DS, 'value: 98.4', 'margin: 0')],
    '19 claims[0].reference.value: is 98.4, but accuracy lies between 0 and 1; expected a number there',
  ],
  [
    'an accuracy above 1',
    [claim(DS, 'value: 1.5', 'margin: 0')],
    '19 claims[0].reference.value: is 1.5, but accuracy lies between 0 and 1',
  ],
  [
    'a share below 0',
    [claim(`${DS}, measure: masks.h-dead`, 'value: -0.1', 'better: lower; margin: 0')],
    '19 claims[0].reference.value: is -0.1, but share of channels lies between 0 and 1',
  ],
  [
    'a share of the work below 0',
    [claim(`${DS}, measure: cost.total-mac-share`, 'value: -1', 'better: lower; margin: 0')],
    '19 claims[0].reference.value: is -1, but share of the dense MACs lies at 0 or above',
  ],
  [
    'a number that every score is above',
    [claim(DS, 'value: 0.1', 'margin: 0.2', 'non-inferior')],
    '20 claims[0].margin: non-inferior to 0.1 by this margin asks for accuracy above -0.1, which every result is, as it lies between 0 and 1',
  ],
  [
    'a number that no score is above',
    [claim(DS, 'value: 0.9', 'margin: 0.1')],
    '20 claims[0].margin: superior to 0.9 by this margin asks for accuracy above 1, which no result is',
  ],
  [
    'a share of the work that nothing undercuts',
    [claim(`${DS}, measure: cost.total-mac-share`, 'value: 0.2', 'better: lower; margin: 0.2')],
    '21 claims[0].margin: superior to 0.2 by this margin asks for share of the dense MACs below 0, which no result is',
  ],
  [
    'a confidence that says nothing',
    [['margin: 0', 'margin: 0\n    confidence: 0.5001']],
    '22 claims[0].confidence: too small: expected at least 0.8',
  ],
  [
    'a confidence that decides nothing',
    [['margin: 0', 'margin: 0\n    confidence: 0.999999']],
    '22 claims[0].confidence: too big: expected at most 0.999',
  ],
  [
    'more pairs than there are',
    [['margin: 0', 'margin: 0\n    minimumPairs: 4']],
    '22 claims[0].minimumPairs: is 4, but no profile has more than 3, so it is never decided',
  ],
  [
    'a tally that asks for nothing',
    [['margin: 0', 'margin: 0\n    tally: { among: 2 }']],
    '22 claims[0].tally: asks for nothing: give least',
  ],
  [
    'a tally of more places than it names',
    [['margin: 0', 'margin: 0\n    tally: { among: 2, least: 3 }']],
    '22 claims[0].tally.least: is 3, but among is 2, so that all places there are may be too few',
  ],
  [
    'more places than there are',
    [['margin: 0', 'margin: 0\n    tally: { among: 2, lead: 1 }']],
    '22 claims[0].tally.among: is 2, but no profile compares both sides at more than 1 place, so it is never decided',
  ],
  [
    'a measure that may be better either way, without a direction',
    [claim(`${DS}, measure: masks.h-within`, `${DS}, measure: masks.h-chance`, 'margin: 0')],
    '15 claims[0].better: say which way masks.h-within is better: higher or lower',
  ],
  [
    'a direction against the declaration of the measure',
    [['better: higher', 'better: lower']],
    '20 claims[0].better: is lower, but masks.h-linear is declared to be better the higher it is: leave this out, and turn the claim round if need be',
  ],
  [
    'an error that is better the higher it is',
    [
      ['tasks: [digits-rows-14]', 'tasks: [sinusoids-4]'],
      claim(`${DS}, measure: parts.mean`, `${dense}, measure: parts.mean`, 'better: higher; margin: 0'),
    ],
    'claims[0].better: is higher, but parts.mean is declared to be better the lower it is',
  ],
  [
    'a score with a direction',
    [claim(DS, dense, 'better: higher; margin: 0')],
    '20 claims[0].better: the test score knows which way it is better',
  ],
  [
    'a measure beside a score',
    [[', measure: masks.state-linear', '']],
    '19 claims[0].reference.measure: both sides need a measure, or neither',
  ],
  [
    'equal work with a number',
    [claim(DS, 'value: 0.5', 'equal: core-macs; margin: 0')],
    '20 claims[0].equal: a number does no work',
  ],
  [
    'measures of two kinds',
    [
      claim(
        `${DS}, measure: cost.total-mac-share`,
        `${DS}, measure: cost.train-time-share`,
        'better: lower; margin: 0',
      ),
    ],
    "19 claims[0].reference.measure: cost.train-time-share counts share of the dense time of training, but the treatment's cost.total-mac-share share of the dense MACs",
  ],
  [
    'an accuracy beside an overlap',
    [['measure: masks.state-linear', 'measure: masks.h-within']],
    "19 claims[0].reference.measure: masks.h-within counts overlap of masks, but the treatment's masks.h-linear accuracy, so their difference means nothing",
  ],
  [
    'a side against itself under another label',
    [
      ['[dense, ds]', '[dense, ds, { label: ds-again, kind: ds, balanceWeight: 0 }]'],
      claim(DS, 'label: ds-again, sparsity: 0.9', 'margin: 0'),
    ],
    '19 claims[0].reference: is the treatment under another label: the settings are the same',
  ],
  [
    'the same cell under two labels',
    [['[lstm-32]', '[lstm-32, { label: x, kind: lstm, units: 32 }]']],
    '15 claims[0]: counts the same runs twice: lstm-32 on digits-rows-14 and x on digits-rows-14 have the same settings',
  ],
  ...['architectures: [lstm-32, lstm-32]', 'tasks: [digits-rows-14, digits-rows-14]'].map((filter): Case => [
    `a filter of a claim that repeats itself, ${filter},`,
    [['margin: 0', `margin: 0\n    ${filter}`]],
    `${filter.replace(/.* (\S+)\]/, '$1')} is listed twice: name it once`,
  ]),
  [
    'a block that repeats itself',
    [['probes: [masks]', 'probes: [masks]\n    blocks: [{ seeds: [1, 2, 1] }]']],
    '13 profiles.quick.blocks[0].seeds: 1 is listed twice',
  ],
  ['a rate that moves nothing', [train('steps: 100, learningRate: 1e-300')], 'train.learningRate: too small'],
  ['gradients clipped to nothing', [train('steps: 100, clipNorm: 1e-300')], 'train.clipNorm: too small'],
  [
    'a training that ends at its first rise',
    [train('steps: 100, blowUpFactor: 1.0001')],
    'train.blowUpFactor: too small',
  ],
  [
    'a surrogate without a slope',
    [method('kind: ds, estimator: { kind: top-k-ste, temperature: 1e-300 }')],
    'methods[2].estimator.temperature: too small',
  ],
  [
    'an average that never moves',
    [method('kind: ds, router: { input: ema, emaDecay: 0.99999999999 }')],
    'methods[2].router.emaDecay: too big',
  ],
  [
    'a step without length',
    [cell('kind: ltc, units: 8, elapsed: 1e-300')],
    'architectures[0].elapsed: too small',
  ],
  ['expressions that never nest', [task('kind: listops, nesting: 1e-300')], 'tasks[0].nesting: too small'],
  [
    'a grid of rates that leads to rates which move nothing',
    [['    probes:', '    tune: { learningRate: { factor: 100, most: 9 } }\n    probes:']],
    '12 profiles.quick.tune.learningRate.most: 9 rates at factor 100 may reach from 3e-19 to ',
  ],
])('%s is refused', (_what, pieces, expected) => {
  expect(problems(...pieces).join('\n')).toContain(expected);
});

test.each([
  ['twice the error as a margin', 'margin: 1; relative: true', 'tasks: [adding-50]'],
  ['an error within any margin', 'margin: 5', 'tasks: [adding-50]'],
  ['half the score as a margin', 'margin: 0.5; relative: true', 'tasks: [digits-rows-14]'],
])('%s is a claim', (_what, rest, tasks) => {
  const [piece, by] = claim(DS, dense, rest, 'non-inferior');
  const text = sound
    .replace(piece, by)
    .replace('tasks: [digits-rows-14]', tasks)
    .replace('probes: [masks]', 'probes: []');
  expect(() => validate(text)).not.toThrow();
});

test('a misspelt measure of the reference and a missing direction are said in one go', () => {
  const found = problems(
    ['measure: masks.h-linear', 'measure: masks.h-within'],
    ['measure: masks.state-linear', 'measure: masks.h-linaer'],
    ['    better: higher\n', ''],
  );
  expect(found).toEqual([
    '15 claims[0].better: say which way masks.h-within is better: higher or lower',
    expect.stringContaining('19 claims[0].reference.measure: masks has no measure "h-linaer"'),
  ]);
});

test('a measure of what is transferred between parts is refused where no task has parts', () => {
  const transfer = (text: string): string =>
    text
      .replace('masks.h-linear', 'transfer.degradation')
      .replace('masks.state-linear', 'transfer.degradation');
  expect(() => validate(transfer(sound.replace('    better: higher\n', '')))).toThrow(
    /transfer\.degradation is measured in no profile that has runs of both sides/,
  );
});

test('a direction that the measure knows may be left out', () => {
  expect(() => validate(sound.replace('    better: higher\n', ''))).not.toThrow();
});

test('a misspelt label does not hide a misspelt measure', () => {
  const found = problems(
    ['treatment: { label: ds,', 'treatment: { label: sd,'],
    ['measure: masks.state-linear', 'measure: masks.state-liner'],
  );
  expect(found).toHaveLength(2);
});

test.each(['0', '-1', '1.5', '-0.5', '5000000000', '"x"'])(
  'seed %s is refused once, with both bounds',
  (seed) => {
    expect(problems(['[1, 2, 3]', `[1, ${seed}]`])).toEqual([
      `10 profiles.quick.seeds[1]: expected a seed, an integer from 1 to 4294967295, got ${seed}`,
    ]);
  },
);
