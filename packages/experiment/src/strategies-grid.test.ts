import { describe, expect, it } from 'vitest';
import { experimentFile, toyPresets } from '../test/toy-registries.ts';
import { ConfigError } from './config-error.ts';
import { expandGrid } from './expand-grid.ts';
import { loadExperiment, type LoadedExperiment } from './load-experiment.ts';

const presets = toyPresets();

const stream = `id: toy
title: A toy stream
claim: nothing much
profiles:
  quick:
    architectures: [lstm-4]
    methods: [dense, ds]
    sparsity: [0, 0.9]
    tasks: [four-parts]
    strategies: [replay, joint, { label: replay-large, kind: replay, memory: 99 }]
    seeds: [1, 2]
    train: { label: slow, steps: 20, select: last, patience: null }
    tune:
      - { label: fast, steps: 40, select: last, patience: null }
claims:
  - id: replay-helps
    statement: Replay with a large memory is better than with a small one.
    kind: superior
    treatment: { label: ds, sparsity: 0.9, strategy: replay-large, measure: parts.mean }
    reference: { label: ds, sparsity: 0.9, strategy: replay, measure: parts.mean }
    better: higher
    margin: 0
`;

function load(text: string): LoadedExperiment {
  return loadExperiment(experimentFile(text), presets);
}

function problemOf(from: string, to: string): string {
  expect(stream).toContain(from);
  try {
    load(stream.replace(from, to));
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'loads';
}

describe('a grid with strategies', () => {
  it('has every strategy of every method, and compares within them', () => {
    const runs = expandGrid(load(stream), 'quick');
    // (dense + ds) × 3 strategies × 2 recipes × 2 seeds
    expect(runs).toHaveLength(24);
    expect(new Set(runs.map(({ key }) => key)).size).toBe(24);
    expect([...new Set(runs.map(({ labels }) => labels.task))]).toEqual([
      'four-parts/replay',
      'four-parts/joint',
      'four-parts/replay-large',
    ]);
    expect(runs[0]!.spec.strategy).toEqual({ kind: 'replay', memory: 10 });
    expect(runs[0]!.labels).toMatchObject({ stream: 'four-parts', strategy: 'replay' });
  });

  it('is filtered and thinned out by strategy', () => {
    expect(expandGrid(load(stream), 'quick', { strategy: ['joint'] })).toHaveLength(8);
    const without = load(`${stream}exclude:\n  - { strategy: joint, method: ds }\n`);
    expect(expandGrid(without, 'quick')).toHaveLength(20);
  });

  it('adds runs of one strategy and one recipe', () => {
    const place = 'profile: quick, architecture: gru-8, method: dense, sparsity: 0, task: four-parts';
    const more = load(`${stream}include:\n  - { ${place}, strategy: joint, recipe: fast, seeds: [7] }\n`);
    const [added, ...none] = expandGrid(more, 'quick', { architecture: ['gru-8'] });
    expect(none).toEqual([]);
    expect(added!.labels).toMatchObject({ recipe: 'fast', strategy: 'joint' });
  });

  it.each([
    ['tasks: [four-parts]', 'tasks: [four-parts, digits-rows]', 'digits-rows: has no parts'],
    ['steps: 20', 'steps: 21', '21 steps of slow cannot be shared by the 4 parts of four-parts'],
    ['select: last', 'select: best-validation', 'set select to last in slow'],
    ['patience: null }\n    tune', 'patience: 3 }\n    tune', 'set patience to null in slow'],
    ['[replay, joint,', '[replay, replay,', 'replay is listed twice'],
    ['[replay, joint,', '[reply, joint,', 'unknown strategy preset "reply"; did you mean "replay"?'],
    ['strategy: replay-large,', 'strategy: replay-huge,', 'no profile has the strategy replay-huge'],
    ['strategy: replay-large, ', '', 'both sides name a strategy, or neither'],
    [
      'measure: parts.mean }\n    reference',
      'measure: masks.h-dead }\n    reference',
      'is measured in no profile',
    ],
  ])('says what is wrong: %s → %s', (from, to, message) => {
    expect(problemOf(from, to)).toContain(message);
  });

  it.each([
    ['', 'profile quick lists strategies: name one'],
    [', strategy: joint, recipe: faster', 'no profile has the recipe faster'],
  ])('says what is wrong with an inclusion: %s', (fields, message) => {
    const place =
      'profile: quick, architecture: gru-8, method: dense, sparsity: 0, task: four-parts, seeds: [7]';
    const text = `${stream}include:\n  - { ${place}${fields} }\n`;
    expect(() => load(text)).toThrow(message);
  });

  it('keeps the keys of experiments without strategies', () => {
    const runs = expandGrid(
      load(stream.replace(/ {4}strategies.*\n/, '').replace(/claims:[^]*/, '')),
      'quick',
    );
    expect(runs.every(({ spec }) => !('strategy' in spec))).toBe(true);
    expect(runs[0]!.labels).toMatchObject({ task: 'four-parts', stream: 'four-parts', strategy: null });
  });
});
