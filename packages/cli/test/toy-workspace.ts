/** A workspace in a temporary folder with one small experiment, and the command run inside this process. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/main.ts';

const presets = {
  strategies: 'joint: { kind: joint }\n',
  architectures: 'tiny: { kind: lstm, units: 4 }\n',
  methods: 'dense: { kind: dense }\nds: { kind: ds }\n',
  tasks: 'copy: { kind: copy-memory, delay: 3, trainCount: 64, validationCount: 32, testCount: 32 }\n',
  train: 'short: { steps: 4, batchSize: 8, warmupSteps: 1, evaluateEvery: 2 }\n',
};

/** An experiment that is right. The tests break one line of it. */
export const experiment = `id: toy
title: A toy
claim: Toys work.
profiles:
  quick:
    architectures: [tiny]
    methods: [dense, ds]
    sparsity: [0, 0.9]
    tasks: [copy]
    seeds: [1, 2, 3]
    train: short
claims:
  - id: ds-keeps-dense
    statement: DS loses less than five points.
    kind: non-inferior
    treatment: { label: ds, sparsity: 0.9 }
    reference: { label: dense, sparsity: 0 }
    margin: 0.05
tables: [scores]
figures: [score-versus-sparsity]
`;

/** What a call of the command left. */
export interface Call {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The workspace. `dsrnn` splits its text at spaces. */
export interface ToyWorkspace {
  readonly root: string;
  write(file: string, text: string): string;
  dsrnn(words: string, env?: Readonly<Record<string, string>>): Promise<Call>;
  remove(): void;
}

/** Makes one. `remove` it in the end. */
export function toyWorkspace(text = experiment): ToyWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'dsrnn-cli-'));
  const write = (file: string, content: string): string => {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  write('nx.json', '{}');
  write('experiments/toy/experiment.yaml', text);
  for (const [name, content] of Object.entries(presets)) write(`configs/${name}.yaml`, content);
  symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(root, 'node_modules'));

  async function dsrnn(words: string, env: Readonly<Record<string, string>> = {}): Promise<Call> {
    let out = '';
    let err = '';
    const code = await main(words.split(' '), {
      cwd: root,
      env,
      stdout: { write: (part: string) => (out += part) },
      stderr: { write: (part: string) => (err += part) },
      worker: new URL('./toy-worker.ts', import.meta.url),
    });
    return { code, out, err };
  }

  return { root, write, dsrnn, remove: () => rmSync(root, { recursive: true, force: true }) };
}
