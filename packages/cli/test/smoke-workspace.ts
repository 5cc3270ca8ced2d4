/** A workspace with one experiment on real data, for tests that start the command as a user does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
/** Runs of its grid. */
export const RUNS = 8;

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
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes one; it goes after the tests of the file. */
export function smokeWorkspace(): string {
  const root = mkdtempSync(join(tmpdir(), 'dsrnn-smoke-'));
  folders.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  return root;
}

/** Starts the command there. */
export function start(cwd: string, ...words: string[]): ChildProcess {
  const bin = join(repository, 'packages/cli/bin/dsrnn.mjs');
  return spawn(process.execPath, [bin, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What a process that must succeed printed. */
export async function finished(child: ChildProcess): Promise<string> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (err += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  expect(code, err).toBe(0);
  return out + err;
}
