/** The whole pipeline as a user starts it: real processes, real data, real training; and a kill in the middle of it. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const RUNS = 8;

const files = {
  'nx.json': '{}',
  'configs/architectures.yaml': 'tiny: { kind: lstm, units: 16 }\n',
  'configs/methods.yaml':
    'dense: { kind: dense }\nds: { kind: ds }\nrigl: { kind: rigl, updateInterval: 10 }\ndelta: { kind: delta }\n',
  'configs/tasks.yaml':
    'digits: { kind: digits, pool: 2, trainCount: 400, validationCount: 100, testCount: 200 }\n',
  'configs/strategies.yaml': 'joint: { kind: joint }\n',
  'configs/train.yaml':
    'short: { steps: 60, batchSize: 32, learningRate: 0.02, warmupSteps: 5, evaluateEvery: 20 }\n',
  'experiments/smoke/experiment.yaml': `id: smoke
title: Smoke
claim: The pipeline stands.
profiles:
  quick:
    architectures: [tiny]
    methods: [dense, ds, rigl, delta]
    sparsity: [0, 0.8]
    tasks: [digits]
    seeds: [1, 2]
    train: short
claims:
  - id: ds-keeps-dense
    statement: DS loses less than ninety points.
    kind: non-inferior
    treatment: { label: ds, sparsity: 0.8 }
    reference: { label: dense, sparsity: 0 }
    margin: 0.9
    minimumPairs: 2
tables: [scores]
figures: [score-versus-sparsity]
`,
};

const folders: string[] = [];
let straight: string;
let output: string;

beforeAll(async () => {
  straight = workspace();
  output = await finished(start(straight, 'reproduce', '--verbose'));
}, 240_000);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('reproduce trains, prints a table and a verdict, and leaves tables, a figure and claims', () => {
  expect(output).toMatch(/\| tiny +\| ds +\| +80 % \|/);
  expect(output).toContain('not tuned: one learning rate');
  const drawn = readdirSync(join(straight, 'build/smoke/quick')).sort();
  expect(drawn).toEqual([
    'claims.json',
    'claims.md',
    'figure-score-versus-sparsity.png',
    'figure-score-versus-sparsity.svg',
    'figure-score-versus-sparsity.vl.json',
    'floors.json',
    'grid.json',
    'provenance.json',
    'table-scores.csv',
    'table-scores.md',
    'table-scores.tex',
  ]);
  const png = readFileSync(join(straight, 'build/smoke/quick/figure-score-versus-sparsity.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.length).toBeGreaterThan(10_000);
});

test('the trained models beat chance by far: this is learning, not noise', () => {
  const scores = readdirSync(join(straight, 'runs')).map((key) => {
    const record = JSON.parse(readFileSync(join(straight, 'runs', key, 'result.json'), 'utf8')) as {
      outcome: { score: number };
    };
    return record.outcome.score;
  });
  expect(scores).toHaveLength(RUNS);
  expect(Math.max(...scores)).toBeGreaterThan(0.4); // ten classes
});

test('a second sweep computes nothing; after deleting one result exactly that run is computed', async () => {
  expect(await finished(start(straight, 'run', 'smoke'))).toContain(
    `0 computed, ${String(RUNS)} stored before`,
  );
  const before = grid(straight);
  const key = readdirSync(join(straight, 'runs')).sort()[3]!;
  rmSync(join(straight, 'runs', key, 'result.json'));
  expect(await finished(start(straight, 'run', 'smoke'))).toContain(
    `1 computed, ${String(RUNS - 1)} stored before`,
  );
  expect(grid(straight)).toBe(before);
}, 120_000);

test('after kill -9 in the middle only what was in flight is repeated, and the bits are the same', async () => {
  const folder = workspace();
  const victim = start(folder, 'run', 'smoke', '--workers', '2');
  await new Promise<void>((resolve) => {
    let seen = '';
    victim.stderr?.on('data', (text: Buffer) => {
      seen += text.toString();
      if (seen.split('completed').length > 2) resolve();
    });
  });
  victim.kill('SIGKILL');
  await new Promise((resolve) => victim.once('close', resolve));
  const kept = readdirSync(join(folder, 'runs')).filter((key) =>
    existsSync(join(folder, 'runs', key, 'result.json')),
  ).length;
  expect(kept).toBeGreaterThanOrEqual(2);
  expect(kept).toBeLessThan(RUNS);
  const [, computed] = /(\d+) computed/.exec(await finished(start(folder, 'run', 'smoke'))) ?? [];
  // A worker that lost its parent may still have finished what it was at.
  expect(Number(computed)).toBeLessThanOrEqual(RUNS - kept);
  expect(Number(computed)).toBeGreaterThanOrEqual(RUNS - kept - 2);
  expect(grid(folder)).toBe(grid(straight));
}, 240_000);

/** Keys and digests of all runs: equal text, equal bits. */
function grid(folder: string): string {
  return readFileSync(join(folder, 'build/smoke/quick/grid.json'), 'utf8');
}

function workspace(): string {
  const root = mkdtempSync(join(tmpdir(), 'dsrnn-smoke-'));
  folders.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  return root;
}

function start(cwd: string, ...words: string[]): ChildProcess {
  const bin = join(repository, 'packages/cli/bin/dsrnn.mjs');
  return spawn(process.execPath, [bin, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Standard output of a process that must succeed. */
async function finished(child: ChildProcess): Promise<string> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (err += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  expect(code, err).toBe(0);
  return out + err;
}
