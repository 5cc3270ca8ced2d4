/**
 * The pages on adding things are executed: their files and edits are applied to a copy of the workspace, and what
 * they add is checked, trained and tested there by the program itself. A snippet that rots fails here.
 *
 * A fence whose info string ends in `file=PATH` is a new file; with language `diff` it is an edit of an existing one, in
 * hunks parted by lines of `@@`, each of which must fit in exactly one place.
 */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '@dsrnn/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseResult } from '../src/parse-record.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = ['adding-a-cell', 'adding-a-method', 'adding-a-task', 'adding-a-probe', 'adding-a-strategy'];

/** A fence of a page that names a file. */
interface Fence {
  readonly language: string;
  readonly path: string;
  readonly body: string;
}

const fences = pages.flatMap((page) => fencesOf(readFileSync(join(root, 'docs', `${page}.md`), 'utf8')));

function fencesOf(markdown: string): Fence[] {
  return [...markdown.matchAll(/^```(\w+) file=(\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, language, path, body]): Fence => ({ language: language!, path: path!, body: body! }),
  );
}

/** The text after the edit. Throws if a hunk fits nowhere or in several places. */
function edited(text: string, { path, body }: Fence): string {
  return body.split(/^@@.*\n/m).reduce((before, hunk) => {
    const lines = hunk.replace(/\n$/, '').split('\n');
    const side = (dropped: string): string =>
      lines
        .filter((line) => !line.startsWith(dropped))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const places = before.split(side('+')).length - 1;
    if (places !== 1) throw new Error(`${path}: a hunk fits in ${String(places)} places:\n${hunk}`);
    return before.replace(side('+'), () => side('-'));
  }, text);
}

describe('an edit', () => {
  const edit = (body: string): string => edited('a\nb\n\nc\nb\n', { language: 'diff', path: 'file', body });

  it('replaces each hunk where it stands', () => {
    expect(edit(' a\n-b\n+B\n@@\n c\n+d\n')).toBe('a\nB\n\nc\nd\nb\n');
  });

  it('is refused where it fits nowhere or in two places', () => {
    expect(() => edit(' b\n-c\n')).toThrow('fits in 0 places');
    expect(() => edit('-b\n')).toThrow('fits in 2 places');
  });
});

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
    copyWorkspace(copy);
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
      ['packages/datasets/src/tasks', 'repeat-first'],
      ['packages/probes/src', 'saturation'],
      ['packages/continual/src/strategies', 'weight-anchor'],
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
    const digests = (): Readonly<Record<string, string>> => {
      const file = inCopy('packages/experiment/fixtures/numerics-panel.json');
      return (JSON.parse(readFileSync(file, 'utf8')) as { readonly digests: Record<string, string> }).digests;
    };
    const before = digests();
    const { scripts } = JSON.parse(readFileSync(inCopy('package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    await node(...scripts['numerics:update']!.split(' ').slice(1));
    expect(digests()).toMatchObject(before);
    expect(Object.keys(digests())).toEqual(
      expect.arrayContaining(['lstm static-sparse', 'mgu ds', 'mgu static-sparse']),
    );
  });

  it('make an experiment that is valid and trains', async () => {
    expect(await dsrnn('validate', 'worked-example')).toContain('quick 2');
    await dsrnn('run', 'worked-example', '--workers', '1');
    const outcomes = records('repeat-first').map(({ spec, outcome }) => {
      const kinds = [spec.architecture.kind, spec.method.kind, spec.task.kind];
      expect(outcome.probes?.['saturation']?.measures['share']).toBeLessThan(1);
      return { kinds, status: outcome.status, steps: outcome.steps, macs: outcome.macs };
    });
    const trained = { status: 'completed', steps: 6 };
    // The MGU costs 2 · 8 · (4 + 8) MACs; at sparsity 0.5 DS keeps 3 of 4 inputs and 6 of 8 units.
    expect(outcomes.sort((a, b) => a.macs.router - b.macs.router)).toEqual([
      {
        ...trained,
        kinds: ['mgu', 'static-sparse', 'repeat-first'],
        macs: { dense: 192, core: 96, router: 0, total: 96 },
      },
      {
        ...trained,
        kinds: ['mgu', 'ds', 'repeat-first'],
        macs: { dense: 192, core: 2 * 6 * (3 + 6), router: 16 * (12 + 12), total: 108 + 384 },
      },
    ]);
  });

  it('make a stream that is learned one part after the other', async () => {
    expect(await dsrnn('validate', 'worked-example')).toContain('laptop 2');
    await dsrnn('run', 'worked-example', '--profile', 'laptop', '--workers', '1');
    const learned = records('split').map(({ spec, outcome: { status, steps, parts } }) => {
      expect(parts?.names).toEqual(['classes 0 1', 'classes 2 3']);
      expect(parts?.measures['forgetting']).toBeGreaterThanOrEqual(-1);
      const { 'work-factor': work, 'memory-examples': examples, 'memory-numbers': numbers } = parts!.measures;
      return { kinds: [spec.method.kind, spec.strategy?.kind], status, steps, work, examples, numbers };
    });
    const trained = { status: 'completed', steps: 6, work: 1, examples: 0 };
    // One number a trained parameter: the MGU has 16 · (4 + 8 + 1), the head 4 · (8 + 1), the router 16 · 13 + 12 · 17.
    expect(learned.sort((a, b) => a.numbers! - b.numbers!)).toEqual([
      { ...trained, kinds: ['static-sparse', 'weight-anchor'], numbers: 208 + 36 },
      { ...trained, kinds: ['ds', 'weight-anchor'], numbers: 208 + 36 + 208 + 204 },
    ]);
  });

  it('pass their own tests and those over the whole registry', async () => {
    const tests = [
      ...fences.map(({ path }) => path).filter((path) => path.endsWith('.test.ts')),
      ...registryTests,
    ];
    await node('node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', ...tests);
  });
});

/** Tests that read a registry, and so must hold for what was added. */
const registryTests = [
  'packages/core/src/cells/registry.test.ts',
  'packages/baselines/src/registry.test.ts',
  'packages/continual/src/strategies/registry.test.ts',
  'packages/datasets/src/tasks/registry.test.ts',
];

const experiment = `id: worked-example
title: Everything that the pages add
claim: The pages are right.
profiles:
  quick:
    architectures: [{ label: mgu-8, kind: mgu, units: 8 }]
    methods: [static-sparse, ds]
    sparsity: [0.5]
    tasks: [{ label: repeat-first-3, kind: repeat-first, length: 3, trainCount: 64, validationCount: 32, testCount: 32 }]
    seeds: [1]
    train: { steps: 6, batchSize: 8, warmupSteps: 1, evaluateEvery: 3 }
    probes: [saturation]
  laptop:
    architectures: [{ label: mgu-8, kind: mgu, units: 8 }]
    methods: [static-sparse, ds]
    sparsity: [0.5]
    tasks: [{ label: first-two, kind: split, experiences: 2, of: { kind: repeat-first, length: 3, trainCount: 64 } }]
    strategies: [weight-anchor]
    seeds: [1]
    train: { steps: 6, batchSize: 8, warmupSteps: 1, evaluateEvery: 3, select: last }
`;

/**
 * Copies the sources and links the installed packages; those of the workspace itself must be the copied ones.
 */
function copyWorkspace(copy: string): void {
  for (const name of ['package.json', 'nx.json', 'tsconfig.json', 'configs', 'experiments', 'packages']) {
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => basename(path) !== 'node_modules',
    });
  }
  const installed = join(root, 'node_modules');
  const linked = join(copy, 'node_modules');
  mkdirSync(join(linked, '@dsrnn'), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== '@dsrnn' && !name.startsWith('.')) symlinkSync(join(installed, name), join(linked, name));
  }
  for (const name of readdirSync(join(root, 'packages'))) {
    symlinkSync(join(copy, 'packages', name), join(linked, '@dsrnn', name));
    const nested = join(root, 'packages', name, 'node_modules');
    if (existsSync(nested)) symlinkSync(nested, join(copy, 'packages', name, 'node_modules'));
  }
}
