import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { experimentFile, toyExperiment, toyPresets } from '../../test/toy-registries.ts';
import { ConfigError } from '../declare/config-error.ts';
import { expandGrid, type GridRun } from './expand-grid.ts';
import { formatExplanation } from './format-explanation.ts';
import { explainExperiment } from './explain.ts';
import { loadExperiment, type LoadedExperiment } from '../declare/load-experiment.ts';
import { openRunStore } from '../store/run-store.ts';

const presets = toyPresets();

/** The toy experiment with blocks in its profile `laptop`, whose lists they replace where they are given. */
function withBlocks(blocks: string, lists: Readonly<Record<string, string | null>> = {}): LoadedExperiment {
  const [head = '', laptop = '', claims = ''] = toyExperiment.split(/(?= {2}laptop:)|(?=claims:)/);
  const text = Object.entries(lists).reduce(
    (old, [list, value]) =>
      old.replace(new RegExp(` {4}${list}: .*\\n`), value === null ? '' : `    ${list}: ${value}\n`),
    laptop,
  );
  return loadExperiment(experimentFile(`${head}${text}    blocks:\n${blocks}${claims}`), presets);
}

function issues(blocks: string, lists?: Readonly<Record<string, string | null>>): string[] {
  try {
    withBlocks(blocks, lists);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(({ line, path, message }) => `${String(line)} ${path}: ${message}`);
  }
  return [];
}

function name({ labels, spec }: GridRun): string {
  return `${labels.architecture} ${labels.task} ${labels.method} ${String(spec.sparsity)} ${String(spec.seed)}`;
}

describe('a grid of blocks', () => {
  it('is their union; what a block leaves out is that of its profile', () => {
    const grid = withBlocks(
      `      - { methods: [dense, ds] }
      - { methods: [rigl], architectures: [gru-8], tasks: [digits-half], seeds: [2] }
`,
      { methods: null },
    );
    expect(expandGrid(grid, 'laptop').map(name)).toEqual([
      ...[1, 2, 3].map((seed) => `lstm-4 digits-rows dense 0 ${String(seed)}`),
      ...[1, 2, 3].map((seed) => `lstm-4 digits-rows ds 0.9 ${String(seed)}`),
      'gru-8 digits-half rigl 0.9 2',
    ]);
  });

  it('has a run once, whichever blocks have it, in an order that is not that of the blocks', () => {
    const blocks = [
      '      - { methods: [dense, ds], seeds: [2, 3] }\n',
      '      - { methods: [ds, rigl], seeds: [1, 2] }\n',
    ];
    const [one, other] = [blocks, [...blocks].reverse()].map((list) =>
      expandGrid(withBlocks(list.join('')), 'laptop').map(name),
    );
    expect(one).toEqual([
      'lstm-4 digits-rows dense 0 2',
      'lstm-4 digits-rows dense 0 3',
      'lstm-4 digits-rows ds 0.9 1',
      'lstm-4 digits-rows ds 0.9 2',
      'lstm-4 digits-rows ds 0.9 3',
      'lstm-4 digits-rows rigl 0.9 1',
      'lstm-4 digits-rows rigl 0.9 2',
    ]);
    expect(other).toEqual(one);
  });

  it('names things in the order of the lists of the profile, then of the blocks', () => {
    const { resolved } = withBlocks(
      `      - { architectures: [gru-8], methods: [rigl, ds], sparsity: [0.5] }
      - { methods: [dense, ds] }
`,
      { methods: '[ds, dense]' },
    );
    const { architectures, methods, sparsity } = resolved['laptop']!;
    expect(architectures.map(({ label }) => label)).toEqual(['lstm-4', 'gru-8']);
    expect(methods.map(({ label }) => label)).toEqual(['ds', 'dense', 'rigl']);
    expect(sparsity).toEqual([0, 0.9, 0.5]);
  });

  it('keeps the first seeds of each place', () => {
    const grid = withBlocks(
      '      - { seeds: [1, 2] }\n      - { architectures: [gru-8], methods: [dense], seeds: [5, 2] }\n',
      {
        seeds: null,
      },
    );
    const seeds = (count: number) =>
      expandGrid(grid, 'laptop', { method: ['dense'] }, count).map(({ spec }) => spec.seed);
    expect(seeds(1)).toEqual([1, 2]);
    expect(seeds(2)).toEqual([1, 2, 2, 5]);
    expect(() => seeds(4)).toThrow('--seed-count: expected 1 … 3');
  });

  it('trains a block with the recipes that it names', () => {
    const grid = withBlocks(
      '      - { methods: [dense, ds] }\n      - { methods: [rigl], recipes: [own] }\n',
      { methods: null, train: '{ steps: 20 }\n    tune: [short]' },
    );
    const recipes = (method: string) =>
      expandGrid(grid, 'laptop', { method: [method], seed: [1] }).map(({ labels }) => labels.recipe);
    expect([recipes('ds'), recipes('rigl')]).toEqual([['own', 'short'], ['own']]);
  });

  it('takes inline entries, and their labels in later blocks', () => {
    const grid = withBlocks(
      '      - { methods: [dense, { label: wide, kind: ds, router: { width: 64 } }] }\n      - { methods: [wide], seeds: [7] }\n',
      { methods: null },
    );
    const run = expandGrid(grid, 'laptop', { seed: [7] });
    expect(run.map(({ spec }) => spec.method)).toEqual([{ kind: 'ds', router: { width: 64 } }]);
  });

  it('is explained with all that its blocks name', () => {
    const grid = withBlocks(
      '      - { methods: [dense, ds] }\n      - { architectures: [gru-8], methods: [rigl] }\n',
      {
        methods: null,
      },
    );
    const throughput = { macsPerSecond: 1e9, byPair: {}, basis: 'guess', runs: 0 } as const;
    const store = openRunStore({ root: temporaryFolder() });
    const explanation = explainExperiment(grid, 'laptop', store, { throughput });
    expect(explanation.axes).toMatchObject({
      architectures: ['lstm-4', 'gru-8'],
      methods: ['dense', 'ds', 'rigl'],
    });
    expect(explanation.runs.total).toBe(9);
    expect(formatExplanation(explanation)).toContain(
      [
        'grid            the union of 2 products of these, each with all of what it does not name',
        '  block 1       architectures lstm-4; methods dense, ds',
        '  block 2       architectures gru-8; methods rigl',
      ].join('\n'),
    );
  });
});

describe('blocks that are wrong', () => {
  it.each<[string, string, Readonly<Record<string, string | null>>, string]>([
    [
      'adds nothing',
      '      - { methods: [dense, ds, rigl] }\n      - { methods: [ds], seeds: [1, 3] }\n',
      {},
      '21 profiles.laptop.blocks[1]: adds nothing, for earlier blocks have all of its runs: delete it',
    ],
    [
      'adds nothing to several',
      '      - { methods: [dense, ds] }\n      - { methods: [rigl] }\n      - { seeds: [1] }\n',
      {},
      '22 profiles.laptop.blocks[2]: adds nothing',
    ],
    [
      'is empty',
      '      - {}\n      - { seeds: [7] }\n',
      {},
      '20 profiles.laptop.blocks[0]: is empty: name the lists in which it differs from the profile',
    ],
    [
      'has a list that is empty',
      '      - { methods: [] }\n',
      {},
      '20 profiles.laptop.blocks[0].methods: expected at least 1 entry, got an empty list',
    ],
    [
      'has a method that no sparsity of its own fits',
      '      - { methods: [dense, ds], sparsity: [0.9] }\n      - { methods: [dense, rigl] }\n',
      {},
      '20 profiles.laptop.blocks[0].methods: method dense is not sparse and runs only at sparsity 0; no such sparsity is listed',
    ],
    [
      'has a sparsity that a method of the profile does not fit',
      '      - { sparsity: [0.5] }\n      - { seeds: [1, 2, 3] }\n',
      {},
      '20 profiles.laptop.blocks[0].sparsity: method dense is not sparse',
    ],
    [
      'has an unknown method',
      '      - { methods: [dense, dss] }\n',
      {},
      '20 profiles.laptop.blocks[0].methods[1]: unknown method preset "dss"; did you mean "ds"?',
    ],
    [
      'has a misspelt label of its profile',
      '      - { methods: [dense, ds, wid] }\n',
      { methods: '[dense, ds, { label: wide, kind: ds }]' },
      '20 profiles.laptop.blocks[0].methods[2]: unknown method preset "wid"; did you mean "wide"?',
    ],
    [
      'has an unknown recipe',
      '      - { recipes: [own, shrt] }\n',
      { train: '{ steps: 20 }\n    tune: [short]' },
      '21 profiles.laptop.blocks[0].recipes[1]: unknown recipe "shrt"; did you mean "short"? (known: own, short)',
    ],
    [
      'has an unknown list',
      '      - { seeds: [1], task: [digits-rows] }\n',
      {},
      '20 profiles.laptop.blocks[0].task: unknown key; did you mean "tasks"?',
    ],
    [
      'has a seed twice',
      '      - { seeds: [1, 2, 1] }\n      - { seeds: [3] }\n',
      {},
      '20 profiles.laptop.blocks[0].seeds: 1 is listed twice',
    ],
    [
      'lacks a list',
      '      - { tasks: [digits-rows] }\n      - { seeds: [7] }\n',
      { tasks: null },
      '20 profiles.laptop.blocks[1].tasks: missing: list them here, or in the profile',
    ],
    [
      'gives a label another meaning',
      '      - { methods: [dense, ds, rigl] }\n      - { methods: [{ label: x, kind: ds, router: { width: 1 } }] }\n      - { methods: [{ label: x, kind: ds, router: { width: 2 } }] }\n',
      {},
      '22 profiles.laptop.blocks[2].methods: label "x" stands for another config in profile laptop',
    ],
    [
      'leaves out what the profile lists',
      '      - { methods: [dense, ds] }\n',
      {},
      '14 profiles.laptop.methods[2]: no block has rigl, so it is never run: add it to a block, or delete it here',
    ],
    [
      'leaves out a recipe',
      '      - { recipes: [own] }\n',
      { train: '{ steps: 20 }\n    tune: [short]' },
      '19 profiles.laptop.tune[0]: no block has short, so it is never run',
    ],
  ])('a block that %s', (_, blocks, lists, expected) => {
    const found = issues(blocks, lists);
    expect(found.filter((issue) => issue.startsWith(expected))).toHaveLength(1);
    expect(found).toHaveLength(1);
  });

  it('needs one block at least', () => {
    const text = toyExperiment.replace('claims:', '    blocks: []\nclaims:');
    expect(() => loadExperiment(experimentFile(text), presets)).toThrow(
      /laptop\.blocks: expected at least 1 entry, got an empty list/,
    );
  });
});
