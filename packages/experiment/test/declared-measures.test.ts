/** What runs measure is declared, what is declared is whole, and docs/measures.md says it. */
import { readFileSync } from 'node:fs';
import { partMeasures } from '@dsrnn/continual';
import { useBackend } from '@dsrnn/core';
import { probes } from '@dsrnn/probes';
import { derivedMeasures, metric, scoreMeasure, type Measure, type Outcome } from '@dsrnn/records';
import { beforeAll, describe, expect, it } from 'vitest';
import { executeRun } from '../src/run/execute-run.ts';
import { measureOf } from '../src/declare/measure-of.ts';
import { registries } from '../src/identity/registered.ts';
import { measuresPage, PAGE } from './measures-page.ts';
import { tinySpec } from './toy-dataset.ts';

const counts = { trainCount: 40, validationCount: 10, testCount: 30 };
const train = { steps: 4, batchSize: 8, evaluateEvery: 2, warmupSteps: 1 };
const ofClasses = tinySpec(
  { kind: 'ds' },
  {
    task: { kind: 'listops', length: 12, minLength: 4, ...counts },
    train,
    probes: [
      { kind: 'masks', trainExamples: 30, testExamples: 30, permutations: 3 },
      { kind: 'interference', examples: 20, samplePairs: 5, stepPairs: 5 },
    ],
  },
);
const ofParts = tinySpec(
  { kind: 'ds' },
  {
    task: {
      ...{ kind: 'systems', tasks: 2, length: 8 },
      ...{ trainPerTask: 20, validationPerTask: 5, testPerTask: 5 },
    },
    strategy: { kind: 'replay' },
    train: { ...train, schedule: 'constant', select: 'last' },
    probes: [
      { kind: 'part-conflict', perPart: 8, before: true },
      { kind: 'part-masks', perPart: 4 },
    ],
  },
);

beforeAll(() => useBackend('wasm'));

describe('a run', () => {
  it.each([
    ['of classes', ofClasses, ['interference', 'masks']],
    ['of parts', ofParts, ['part-conflict', 'part-masks', 'parts']],
  ] as const)(
    '%s measures nothing that is not declared, and nothing out of range',
    async (_, spec, sources) => {
      const { outcome } = await executeRun(spec, { access: { cacheDir: '/nowhere' } });
      const measured = namesOf(outcome);
      expect([...new Set(measured.map(([name]) => name.split('.')[0]))].sort()).toEqual(sources);
      for (const [name, value] of measured) {
        const { least, most } = measureOf(name, outcome.metric, registries) ?? { least: NaN, most: NaN };
        expect([name, value >= least && value <= most]).toEqual([name, true]);
      }
    },
  );
});

const declared: readonly (readonly [string, Measure])[] = metric.options.flatMap((of) => [
  [`score of ${of}`, scoreMeasure(of)],
  ...Object.entries(derivedMeasures(of)),
  ...Object.entries(partMeasures(of)).map(([name, one]) => [`parts.${name}`, one] as const),
  ...probes.flatMap(({ kind, measures }) =>
    Object.entries(measures).map(([name, one]) => [`${kind}.${name}`, one] as const),
  ),
]);

describe('a declaration', () => {
  it('has every field, as captions need it', () => {
    const faults = declared.flatMap(([name, { title, unit, meaning, least, most }]) => [
      ...(title === '' || unit === '' || meaning === '' ? [`${name}: an empty field`] : []),
      ...(/[.;,]$/.test(meaning) ? [`${name}: ends in a stop`] : []),
      ...(least < most ? [] : [`${name}: an empty range`]),
    ]);
    expect(faults).toEqual([]);
  });

  it('has a name that claims can write, and that is of no other', () => {
    const names = [
      ...Object.keys(derivedMeasures('accuracy')),
      ...Object.keys(partMeasures('accuracy')).map((name) => `parts.${name}`),
      ...probes.flatMap(({ kind, measures }) => Object.keys(measures).map((name) => `${kind}.${name}`)),
    ];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)?$/);
  });

  it('of one source has a title of its own beside those of the same unit', () => {
    for (const { measures } of probes) {
      const whole = [...new Set(Object.values(measures))].map(({ title, unit }) => `${title}, ${unit}`);
      expect(new Set(whole).size).toBe(whole.length);
    }
  });
});

it('docs/measures.md is as the declarations have it: npm run measures:update', async () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(await measuresPage());
});

function namesOf({ parts, probes: found = {} }: Outcome): (readonly [string, number])[] {
  return [...Object.entries(found), ...(parts ? [['parts', parts] as const] : [])].flatMap(
    ([source, { measures }]) =>
      Object.entries(measures).map(([name, value]) => [`${source}.${name}`, value] as const),
  );
}
