/**
 * The pages on adding things are executed: their files and edits are applied to a copy of the workspace, and what
 * they add is checked, trained and tested there by the program itself. A snippet that rots fails here.
 */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Digests, Result } from '@dsrnn/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseResult } from '../src/store/parse-record.ts';
import { copyWorkspace } from './copy-workspace.ts';
import { edited, fencesOf } from './page-fences.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = ['cell', 'method', 'estimator', 'task', 'probe', 'strategy', 'figure'].map((a) =>
  readFileSync(join(root, `docs/adding-a${a === 'estimator' ? 'n' : ''}-${a}.md`), 'utf8'),
);
const fences = pages.flatMap(fencesOf);

describe('the worked examples of the pages on adding things', () => {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'dsrnn-worked-examples-')));
  const inCopy = (path: string): string => join(copy, path);

  /** Runs Node in the copy; rejects with what it printed. */
  function node(...words: readonly string[]): Promise<string> {
    const { DSRNN_RUNS_DIR: _runs, DSRNN_DATA_DIR: _data, FORCE_COLOR: _color, ...inherited } = process.env;
    const env = { ...inherited, NO_COLOR: '1' };
    return new Promise((resolve, reject) => {
      execFile(process.execPath, words, { cwd: copy, env }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`node ${words.join(' ')}: ${error.message}\n${stdout}\n${stderr}`));
      });
    });
  }
  const dsrnn = (...words: readonly string[]): Promise<string> =>
    node('packages/cli/bin/dsrnn.mjs', ...words);

  /** Records of all runs in the copy whose task is of this kind. */
  function records(task: string): readonly Result[] {
    return readdirSync(inCopy('runs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => basename(file) === 'result.json')
      .map((file) => {
        const parsed = parseResult(readFileSync(inCopy(join('runs', file)), 'utf8'));
        if ('problem' in parsed) throw new Error(parsed.problem);
        return parsed.record;
      })
      .filter(({ spec }) => spec.task.kind === task);
  }

  beforeAll(() => {
    copyWorkspace(root, copy);
    for (const fence of fences) {
      const path = inCopy(fence.path);
      if (fence.language === 'diff') writeFileSync(path, edited(readFileSync(path, 'utf8'), fence));
      else if (existsSync(path)) throw new Error(`${fence.path}: a page adds it, but it exists`);
      else writeFileSync(path, fence.body);
    }
    mkdirSync(inCopy('experiments/worked-example'));
    writeFileSync(inCopy('experiments/worked-example/experiment.yaml'), experiment);
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('are complete: a definition, an entry in a registry and a test each', () => {
    for (const [at, file] of [
      ['packages/core/src/cells', 'mgu'],
      ['packages/baselines/src', 'static-sparse'],
      ['packages/core/src/gating/estimators', 'triangle'],
      ['packages/datasets/src/tasks', 'repeat-first'],
      ['packages/probes/src', 'saturation'],
      ['packages/continual/src/strategies', 'weight-anchor'],
      ['packages/analysis/src/figures', 'scores-by-seed'],
    ]) {
      const paths = [`${at!}/${file!}.ts`, `${at!}/${file!}.test.ts`, `${at!}/registry.ts`];
      expect(fences.map(({ path }) => path)).toEqual(expect.arrayContaining(paths));
    }
  });

  it('appear in the JSON Schema, kinds and presets', async () => {
    await dsrnn('schema', '--write');
    const { $defs } = JSON.parse(readFileSync(inCopy('configs/experiment.schema.json'), 'utf8')) as {
      readonly $defs: Readonly<Record<'architecture' | 'method' | 'task' | 'strategy', unknown>>;
    };
    for (const [part, kind, preset] of [
      ['architecture', 'mgu', 'mgu-48'],
      ['method', 'static-sparse', 'static-sparse'],
      ['method', 'triangle', 'ds-triangle'],
      ['task', 'repeat-first', 'repeat-first-20'],
      ['strategy', 'weight-anchor', 'weight-anchor'],
    ] as const) {
      expect(JSON.stringify($defs[part])).toContain(`"const":"${kind}"`);
      expect($defs[part]).toMatchObject({
        anyOf: [{ enum: expect.arrayContaining([preset]) as unknown }, {}],
      });
    }
  });

  it('get digests of their own in the numerics panel, and change no other', async () => {
    const digests = (): Readonly<Record<string, Digests>> => {
      const file = inCopy('packages/experiment/fixtures/numerics-panel.json');
      return (JSON.parse(readFileSync(file, 'utf8')) as { readonly digests: Record<string, Digests> })
        .digests;
    };
    const before = digests();
    const { scripts } = JSON.parse(readFileSync(inCopy('package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    await node(...scripts['numerics:update']!.split(' ').slice(1), '--new');
    expect(digests()).toMatchObject(before);
    expect(Object.keys(digests())).toEqual(
      expect.arrayContaining([
        ...['lstm static-sparse', 'mgu ds', 'mgu static-sparse', 's4d ds triangle'],
        ...['lstm ds repeat-first', 'lstm dense by weight-anchor'],
      ]),
    );
    expect(Object.keys(digests()['mgu ds probed']!.probes)).toContain('saturation');
  });

  it('make an experiment that is valid and trains', async () => {
    expect(await dsrnn('validate', 'worked-example')).toContain('quick 2, laptop 2');
    await dsrnn('reproduce', 'worked-example', '--workers', '1');
    const outcomes = records('repeat-first').map(({ spec, outcome }) => {
      const { kind, estimator } = spec.method as { kind: string; estimator?: { kind: string } };
      const kinds = [spec.architecture.kind, estimator?.kind ?? kind, spec.task.kind];
      expect(outcome.probes?.['saturation']?.measures['share']).toBeLessThan(1);
      return { kinds, status: outcome.status, steps: outcome.steps, macs: outcome.macs };
    });
    const trained = { status: 'completed', steps: 6 };
    // The MGU costs 2 · 8 · (4 + 8) MACs; at sparsity 0.5 DS reads all 4 inputs and keeps 5 of 8 units.
    expect(outcomes.sort((a, b) => a.macs.router - b.macs.router)).toEqual([
      {
        ...trained,
        kinds: ['mgu', 'static-sparse', 'repeat-first'],
        macs: { dense: 192, core: 96, router: 0, total: 96 },
      },
      {
        ...trained,
        kinds: ['mgu', 'triangle', 'repeat-first'],
        macs: { dense: 192, core: 2 * 5 * (4 + 5), router: 8 * (8 + 8), total: 90 + 128 },
      },
    ]);
  });

  it('make a stream that is learned one part after the other', async () => {
    await dsrnn('run', 'worked-example', '--profile', 'laptop', '--workers', '1');
    const learned = records('split').map(({ spec, outcome: { status, steps, parts } }) => {
      expect(parts?.names).toEqual(['classes 0 1', 'classes 2 3']);
      expect(parts?.measures['forgetting']).toBeGreaterThanOrEqual(-1);
      const { 'work-factor': work, 'memory-examples': examples, 'memory-numbers': numbers } = parts!.measures;
      return { kinds: [spec.method.kind, spec.strategy?.kind], status, steps, work, examples, numbers };
    });
    const trained = { status: 'completed', steps: 6, work: 1, examples: 0 };
    // One number a trained parameter: the MGU has 16 · (4 + 8 + 1), the head 4 · (8 + 1), the router 8 · 9 + 8 · 9.
    expect(learned.sort((a, b) => a.numbers! - b.numbers!)).toEqual([
      { ...trained, kinds: ['static-sparse', 'weight-anchor'], numbers: 208 + 36 },
      { ...trained, kinds: ['ds', 'weight-anchor'], numbers: 208 + 36 + 72 + 72 },
    ]);
  });

  it('are drawn: a figure has a mark for each run', () => {
    const figure = readFileSync(inCopy('build/worked-example/quick/figure-scores-by-seed.vl.json'), 'utf8');
    expect(figure.match(/"name": "(static-sparse|ds-triangle), 50 %"/g)).toHaveLength(2);
  });

  it('pass their own tests and those over the registries', async () => {
    const vitest = (...words: readonly string[]): Promise<string> =>
      node('node_modules/vitest/vitest.mjs', 'run', ...vitestOptions, ...words);
    const own = fences.map(({ path }) => path).filter((path) => path.endsWith('.test.ts'));
    const [, overRegistries] = await Promise.all([
      vitest(...own),
      vitest('-u', '--testNamePattern', registryCases, ...registryTests),
    ]);
    expect(overRegistries).toMatch(/Test Files +8 passed/);
  });
});

/** One process each, which loads what the tests share once; nothing in them is of a speed. */
const vitestOptions = [
  '--no-isolate',
  '--no-file-parallelism',
  '--test-timeout=600000',
  '--hook-timeout=600000',
];

/** Tests that read a registry, and so must hold for what was added. */
const registryTests = [
  'packages/core/src/cells/registry.test.ts',
  'packages/core/src/gating/estimators/registry.test.ts',
  'packages/core/src/engines/fused/fused.test.ts',
  'packages/baselines/src/registry.test.ts',
  'packages/continual/src/strategies/registry.test.ts',
  'packages/datasets/src/tasks/registry.test.ts',
  'packages/analysis/test/end-to-end.test.ts',
  'packages/experiment/src/panel/panel.test.ts',
];

/** Of their cases those of what was added, those on a registry as a whole, and some old bits, which must be as before. */
const registryCases = [
  'registry',
  '(cell|over) mgu',
  'static-sparse over',
  '(estimator|with) triangle',
  'strategy weight-anchor',
  "figure '?scores-by-seed",
  'committed bits: (lstm|s4d) (dense|ds)$',
].join('|');

const experiment = `id: worked-example
title: Everything that the pages add
claim: The pages are right.
profiles:
  quick:
    architectures: [{ label: mgu-8, kind: mgu, units: 8 }]
    methods: [static-sparse, ds-triangle]
    sparsity: [0.5]
    tasks: [{ label: repeat-first-3, kind: repeat-first, length: 3, trainCount: 64, validationCount: 32, testCount: 32 }]
    seeds: [1]
    train: { steps: 6, batchSize: 8, warmupSteps: 1, evaluateEvery: 3 }
    probes: [saturation]
  laptop:
    architectures: [{ label: mgu-8, kind: mgu, units: 8 }]
    methods: [static-sparse, ds-triangle]
    sparsity: [0.5]
    tasks: [{ label: first-two, kind: split, experiences: 2, of: { kind: repeat-first, length: 3, trainCount: 64 } }]
    strategies: [weight-anchor]
    seeds: [1]
    train: { steps: 6, batchSize: 8, warmupSteps: 1, evaluateEvery: 3, select: last }
figures: [scores-by-seed]
`;
