import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  experimentFile,
  presetFolder,
  toyExperiment,
  toyPresets,
  toyRegistries,
} from '../../test/toy-registries.ts';
import { ConfigError } from './config-error.ts';
import { loadExperiment } from './load-experiment.ts';
import { loadPresets } from './presets.ts';

const presets = toyPresets();

/** The issues of the toy experiment with one piece of text replaced, as `line path: message`. */
function issuesOf(piece: string, by: string): string[] {
  expect(toyExperiment).toContain(piece);
  return issues(() => loadExperiment(experimentFile(toyExperiment.replace(piece, by)), presets));
}

function issues(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(({ line, path, message }) => `${String(line)} ${path}: ${message}`);
  }
  return [];
}

describe('loadExperiment', () => {
  it('resolves presets and fills in defaults', () => {
    const experiment = loadExperiment(experimentFile(), presets);
    expect(experiment.profiles).toEqual(['quick', 'laptop']);
    expect([experiment.backend, experiment.engine]).toEqual(['wasm', 'fused']);
    expect(experiment.sparsityOf).toBe('macs');
    expect(experiment.resolved['quick']?.architectures).toEqual([
      { label: 'lstm-4', config: { kind: 'lstm', units: 4, forgetBias: 1 } },
      { label: 'gru-8', config: { kind: 'gru', units: 8 } },
    ]);
    expect(experiment.resolved['laptop']?.train).toEqual({ steps: 20, batchSize: 64 });
    expect(experiment.claims[0]?.confidence).toBe(0.95);
  });

  it('takes inline entries under their label', () => {
    const text = toyExperiment.replace(
      '[dense, ds]',
      '[dense, ds, { label: ds-wide, kind: ds, router: { width: 64 } }]',
    );
    const method = loadExperiment(experimentFile(text), presets).resolved['quick']?.methods[2];
    expect(method).toEqual({ label: 'ds-wide', config: { kind: 'ds', router: { width: 64 } } });
  });

  it('is frozen through and through', () => {
    const experiment = loadExperiment(experimentFile(), presets);
    expect(() => experiment.config.tables.push('x')).toThrow(TypeError);
    expect(() => Object.assign(experiment.resolved['quick']!.train, { steps: 1 })).toThrow(TypeError);
  });

  it('changes its digest with a preset that it uses, not with one that it does not', () => {
    const file = experimentFile();
    const digest = (text: string) =>
      loadExperiment(file, loadPresets(presetFolder({ architectures: text }), toyRegistries)).digest;
    const base = 'lstm-4: { kind: lstm, units: 4 }\ngru-8: { kind: gru, units: 8 }\n';
    expect(digest(`${base}other: { kind: gru, units: 9 }\n`)).toBe(digest(base));
    expect(digest(base.replace('units: 8', 'units: 7'))).not.toBe(digest(base));
  });

  it('names the file, the line and the field in its message', () => {
    const file = experimentFile(toyExperiment.replace('0.5', '1.2'));
    expect(() => loadExperiment(file, presets)).toThrow(`${file}:8: profiles.quick.sparsity[1]: `);
  });

  it.each([
    [
      'sparsity: [0, 0.5',
      'sparsity: [0, 1.2',
      '8 profiles.quick.sparsity[1]: expected a sparsity in [0, 1); 0.9',
    ],
    ['title: A toy', 'titel: A toy', '2 titel: unknown key; did you mean "title"?'],
    [
      '    seeds: [1, 2]\n',
      '    seed: [1, 2]\n',
      '10 profiles.quick.seed: unknown key; did you mean "seeds"?',
    ],
    [
      '[lstm-4, gru-8]',
      '[lstm-4, gru8]',
      '6 profiles.quick.architectures[1]: unknown architecture preset "gru8"; did you mean "gru-8"? (known: lstm-4, gru-8)',
    ],
    [
      'train: short',
      'train: shrt',
      '11 profiles.quick.train: unknown train preset "shrt"; did you mean "short"?',
    ],
    [
      'train: { steps: 20 }',
      'train: { step: 20 }',
      '18 profiles.laptop.train.step: unknown key; did you mean "steps"? (known: steps, batchSize, learningRate, select, patience)',
    ],
    [
      'train: { steps: 20 }',
      'train: { steps: 0 }',
      '18 profiles.laptop.train.steps: too small: expected more than 0, got 0',
    ],
    [
      '[dense, ds]',
      '[dense, ds, { label: x, kind: dss }]',
      '7 profiles.quick.methods[2].kind: unknown kind "dss"; did you mean "ds"? (known: dense, ds, rigl)',
    ],
    [
      '[dense, ds]',
      '[dense, ds, { label: x, kind: ds, router: { widht: 8 } }]',
      '7 profiles.quick.methods[2].router.widht: unknown key; did you mean "width"? (known: width)',
    ],
    [
      '[dense, ds]',
      '[dense, ds, { kind: ds }]',
      '7 profiles.quick.methods[2]: expected the name of a preset, or an inline entry {label: …, kind: …}',
    ],
    [
      '[dense, ds]',
      '[dense, ds, { label: rigl, kind: ds }]',
      '7 profiles.quick.methods[2].label: "rigl" is the name of a preset',
    ],
    [
      '[dense, ds]',
      '[dense, ds, 3]',
      '7 profiles.quick.methods[2]: expected the name of a preset, or an inline entry',
    ],
    ['[dense, ds]', '[dense, ds, ds]', '7 profiles.quick.methods: ds is listed twice'],
    ['seeds: [1, 2]', 'seeds: [1, 1]', '10 profiles.quick.seeds: 1 is listed twice'],
    [
      'seeds: [1, 2]',
      'seeds: [0, 2]',
      '10 profiles.quick.seeds[0]: expected a seed, an integer from 1 to 4294967295, got 0',
    ],
    [
      'sparsity: [0, 0.5, 0.9]',
      'sparsity: [0.5, 0.9]',
      '7 profiles.quick.methods: method dense is not sparse and runs only at sparsity 0; no such sparsity is listed',
    ],
    ['id: toy', 'id: toys', '1 id: is "toys", but the folder is "toy"'],
    [
      'claim: nothing much',
      'claim: x\nbackend: wasn',
      '4 backend: unknown value "wasn"; did you mean "wasm"? (known: wasm, cpu)',
    ],
    [
      'claim: nothing much',
      'claim: x\nengine: fusd',
      '4 engine: unknown value "fusd"; did you mean "fused"? (known: fused, reference)',
    ],
    ['claim: nothing much', 'claim: x\nengine: 1', '4 engine: '],
    [
      'claim: nothing much',
      'claim: x\nbackend: cpu\nengine: fused',
      '5 engine: backend cpu does not run engine fused: leave the engine out, or name reference',
    ],
    [
      'claims:',
      'exclude: [{ method: rigl }]\nclaims:',
      '19 exclude: is no longer read, for a grid says what it has, not what it lacks: list the cross products under `blocks` of the profile, as blocks: [{ ',
    ],
    [
      'claims:',
      'include: [{ method: rigl }]\nclaims:',
      '19 include: is no longer read, for a grid is one union: list the cross products under `blocks` of the profile',
    ],
    [
      '{ label: ds, sparsity: 0.9 }',
      '{ label: dss, sparsity: 0.9 }',
      '23 claims[0].treatment.label: no profile has the method dss; did you mean "ds"?',
    ],
    [
      '{ label: ds, sparsity: 0.9 }',
      '{ label: ds, sparsity: 0.7 }',
      '23 claims[0].treatment.sparsity: no profile has the sparsity 0.7',
    ],
    [
      '{ label: dense, sparsity: 0 }',
      '{ label: dense, sparsity: 0.9 }',
      '24 claims[0].reference.sparsity: is 0.9, but method dense is not sparse',
    ],
    [
      '{ label: ds, sparsity: 0.9 }',
      '{ label: ds }',
      '23 claims[0].treatment.sparsity: missing: expected a number',
    ],
    [
      'kind: non-inferior',
      'kind: inferior',
      '22 claims[0].kind: unknown value "inferior" (known: non-inferior, superior)',
    ],
  ])('says what is wrong: %s → %s', (piece, by, expected) => {
    const found = issuesOf(piece, by);
    expect(found.filter((issue) => issue.startsWith(expected))).toHaveLength(1);
    // A mistyped key may leave the right one missing; nothing else may follow from one mistake.
    const others = found.filter((issue) => !issue.startsWith(expected));
    expect(others.filter((issue) => !issue.includes(': missing: '))).toEqual([]);
  });

  it('reports all problems at once, structural ones and presets alike', () => {
    const text = toyExperiment.replace('title: A toy\n', '').replace('gru-8]', 'gru9]').replace('0.5', '-1');
    expect(issues(() => loadExperiment(experimentFile(text), presets))).toEqual([
      '1 title: missing: expected text',
      '7 profiles.quick.sparsity[1]: expected a sparsity in [0, 1), got -1',
      '5 profiles.quick.architectures[1]: unknown architecture preset "gru9"; did you mean "gru-8"? (known: lstm-4, gru-8)',
    ]);
  });

  it('refuses a claim whose sides stand in different profiles only', () => {
    const text = toyExperiment
      .replace('label: dense, sparsity: 0 }', 'label: ds, sparsity: 0.5 }')
      .replace('label: ds, sparsity: 0.9', 'label: rigl, sparsity: 0.9');
    expect(issues(() => loadExperiment(experimentFile(text), presets))).toEqual([
      '20 claims[0]: no profile has runs of both sides, so nothing can be compared',
    ]);
  });

  it('refuses a claim over tasks of different metrics', () => {
    expect(issuesOf('[digits-rows, digits-half]', '[digits-rows, adding-20]')).toEqual([
      '20 claims[0]: the tasks of profile quick are scored by accuracy and mse, whose differences cannot be pooled: use tasks of one metric, or name the tasks of the claim',
    ]);
  });

  it('refuses one label for two configs', () => {
    const text = toyExperiment
      .replace('[dense, ds]', '[dense, ds, { label: x, kind: rigl }]')
      .replace('[dense, ds, rigl]', '[dense, ds, { label: x, kind: rigl, dropFraction: 0.1 }]');
    expect(issues(() => loadExperiment(experimentFile(text), presets))).toEqual([
      '14 profiles.laptop.methods: label "x" stands for another config in profile quick: choose another',
    ]);
  });

  it('refuses claims with the same id', () => {
    const [, claim = ''] = toyExperiment.split('claims:\n');
    expect(issues(() => loadExperiment(experimentFile(toyExperiment + claim), presets))).toEqual([
      '26 claims[1].id: claim id "ds-keeps-dense" is used twice',
    ]);
  });

  it('reports YAML syntax errors and duplicate keys with their lines', () => {
    expect(issuesOf('title: A toy', 'title: [A toy')[0]).toMatch(/^\d+ : YAML: /);
    expect(issuesOf('title: A toy', 'id: toy')).toEqual(['2 : YAML: Map keys must be unique']);
  });

  it('reports a missing file, and an empty one', () => {
    expect(issues(() => loadExperiment('nowhere/toy/experiment.yaml', presets))).toEqual([
      'null : no such file: check the path and the folder you are in',
    ]);
    expect(issues(() => loadExperiment(experimentFile(''), presets))[0]).toContain(
      'the file is empty: expected fields',
    );
  });

  it('needs at least one profile', () => {
    const text = 'id: toy\ntitle: t\nclaim: c\nprofiles: {}\n';
    expect(issues(() => loadExperiment(experimentFile(text), presets))).toEqual([
      '4 profiles: has no profile: give at least one of quick, laptop, paper',
    ]);
  });
});

describe('loadPresets', () => {
  it('reports the problems of all files at once', () => {
    const folder = presetFolder({
      architectures: 'lstm-4: { kind: lstm, unit: 4 }\n',
      tasks: 'Digits: { kind: digits }\n',
    });
    rmSync(join(folder, 'methods.yaml'));
    writeFileSync(join(folder, 'train.yaml'), 'a: { steps: 1 }\na: { steps: 2 }\n');
    expect(() => loadPresets(folder, toyRegistries)).toThrow(ConfigError);
    expect(issues(() => loadPresets(folder, toyRegistries))).toEqual([
      '1 lstm-4.units: missing: expected a number',
      '1 lstm-4.unit: unknown key; did you mean "units"? (known: kind, units, forgetBias)',
      'null : no such file: check the path and the folder you are in',
      expect.stringContaining('1 Digits: '),
      '2 : YAML: Map keys must be unique',
    ]);
  });
});
