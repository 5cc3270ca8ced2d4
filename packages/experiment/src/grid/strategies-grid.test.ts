import { describe, expect, it } from 'vitest';
import { experimentFile, toyPresets } from '../../test/toy-registries.ts';
import { ConfigError } from '../declare/config-error.ts';
import { expandGrid } from './expand-grid.ts';
import { loadExperiment, type LoadedExperiment } from '../declare/load-experiment.ts';

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

  it('is filtered by strategy', () => {
    expect(expandGrid(load(stream), 'quick', { strategy: ['joint'] })).toHaveLength(8);
  });

  it('has blocks with strategies and recipes of their own', () => {
    const block =
      '{ architectures: [gru-8], methods: [dense], strategies: [joint], recipes: [fast], seeds: [7] }';
    const more = load(
      stream
        .replace('    architectures: [lstm-4]\n', '')
        .replace('claims:', `    blocks:\n      - { architectures: [lstm-4] }\n      - ${block}\nclaims:`),
    );
    expect(expandGrid(more, 'quick')).toHaveLength(25);
    const [added, ...none] = expandGrid(more, 'quick', { architecture: ['gru-8'] });
    expect(none).toEqual([]);
    expect(added!.labels).toMatchObject({ recipe: 'fast', strategy: 'joint' });
    expect(added!.spec).toMatchObject({ seed: 7, train: { steps: 40 } });
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

  it('has strategies in every block or in none', () => {
    const text = stream
      .replace(/ {4}strategies.*\n/, '')
      .replace('claims:', '    blocks: [{ seeds: [1] }, { seeds: [2], strategies: [joint] }]\nclaims:');
    expect(() => load(text)).toThrow('profiles.quick.blocks[0].strategies: missing: list them here');
  });

  it('asks of the tasks and recipes of a block what its own strategies need', () => {
    const joint = '{ strategies: [joint], recipes: [short] }';
    const sequential = '{ strategies: [replay, replay-large], recipes: [slow, fast] }';
    const split = (first: string) =>
      stream
        .replace('[replay, joint,', '[joint, replay,')
        .replace('claims:', `      - short\n    blocks: [${first}, ${sequential}]\nclaims:`);
    // Ten steps of four parts, as `short` has, cannot be shared.
    expect(expandGrid(load(split(joint)), 'quick')).toHaveLength(20);
    expect(() => load(split('{ strategies: [joint, replay], recipes: [short] }'))).toThrow(
      'profiles.quick.tune[1]: strategy replay learns one part after the other',
    );
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
