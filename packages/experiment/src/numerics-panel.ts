/**
 * The numerics panel: tiny runs over every cell, method and engine, whose outcome digests are committed.
 *
 * `numerics.test.ts` runs them again and fails when a digest changed but `numericsVersion` did not: so a refactoring
 * keeps all stored results valid, provably, and a change of numbers never hides. To write the digests anew:
 *
 *   npm run numerics:update          (tsx packages/experiment/src/numerics-panel.ts)
 *
 * which refuses to change a digest under the same version; new entries need no new version. With `-- --new` only entries
 * that have no digest yet are run: seconds, for those who add a definition.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { methods } from '@dsrnn/baselines';
import { strategies } from '@dsrnn/continual';
import { cells, estimators } from '@dsrnn/core';
import { DsrnnError } from '@dsrnn/portable';
import { digestOf, type RunSpec } from '@dsrnn/records';
import { z } from 'zod';
import { executeRun } from './execute-run.ts';
import { numericsVersion } from './numerics.ts';

const panelFile = new URL('../fixtures/numerics-panel.json', import.meta.url);

const panelSchema = z.strictObject({
  numericsVersion: z.int().positive(),
  digests: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});

/** Digests of outcomes by entry, and the version of the numerics that gave them. */
export type NumericsPanel = z.infer<typeof panelSchema>;

/** Digests would change under the same version of the numerics. */
export class NumericsError extends DsrnnError {
  readonly code = 'numerics';
  readonly entries: readonly string[];

  constructor(entries: readonly string[]) {
    super(
      `fixtures/numerics-panel.json: the digests of ${entries.join(', ')} changed, but numericsVersion is still ` +
        `${String(numericsVersion)}; find out why the bits changed and, if they should, raise it in numerics.ts`,
    );
    this.entries = entries;
  }
}

type Kinded = RunSpec['method'];

/** Settings that a default config leaves out of a run of a few steps: other branches, other draws. */
const variants: readonly (readonly [name: string, method: Kinded])[] = [
  ['ds zero', { kind: 'ds', inactive: 'zero' }],
  ['ds inputs unmasked', { kind: 'ds', maskInputs: false }],
  ['ds ramp and balance', { kind: 'ds', rampShare: 0.5, balanceWeight: 0.1 }],
  ['ds detached', { kind: 'ds', router: { detachState: true } }],
  ...['x', 'ema', 'first', 'mean', 'pool'].map(
    (input) => [`ds ${input}`, { kind: 'ds', router: { input } }] as const,
  ),
  ...estimators
    .filter(({ kind }) => kind !== 'top-k-ste')
    .map(({ kind }) => [`ds ${kind}`, { kind: 'ds', estimator: { kind } }] as const),
  ['ds hard-concrete penalty', { kind: 'ds', estimator: { kind: 'hard-concrete', budget: 'penalty' } }],
  ['rigl updates', { kind: 'rigl', updateInterval: 2, gradientBatches: 2 }],
  ['rigl random', { kind: 'rigl', updateInterval: 2, growth: 'random', distribution: 'erdos-renyi' }],
  ['delta fixed', { kind: 'delta', fixed: true }],
  ['random-mask sequence', { kind: 'random-mask', scope: 'sequence' }],
  ['ds rows', { kind: 'ds', sides: 'rows' }],
  ['ds columns', { kind: 'ds', sides: 'columns' }],
];
/** What a linear recurrence refuses: its state cannot be zeroed, no router reads it, rows and columns are one; ema is its default. */
const nonlinearOnly = ['ds zero', 'ds detached', 'ds ema', 'ds rows', 'ds columns'];

const adding: Kinded = { kind: 'adding', length: 8, trainCount: 40, validationCount: 10, testCount: 10 };
const counts = { trainCount: 40, validationCount: 10, testCount: 10 };
const ofDigits: Kinded = { kind: 'digits', pool: 2, trainCount: 200, validationCount: 100, testCount: 100 };
/** Tasks with parts: a family under every strategy, streams under one. */
const family: Kinded = {
  kind: 'systems',
  tasks: 2,
  length: 8,
  trainPerTask: 20,
  validationPerTask: 5,
  testPerTask: 5,
};
const streams: readonly (readonly [name: string, task: Kinded])[] = [
  ['split', { kind: 'split', of: ofDigits, experiences: 2 }],
  ['split heads', { kind: 'split', of: ofDigits, experiences: 2, scenario: 'task' }],
  ['permuted', { kind: 'permuted', of: ofDigits, experiences: 2, ...counts }],
  ['rotated', { kind: 'rotated', of: ofDigits, experiences: 2, ...counts }],
  ['copy-stream', { kind: 'copy-stream', experiences: 2, length: 3, ...counts }],
];
const families: readonly (readonly [name: string, task: Kinded])[] = [
  ['sinusoids', { ...family, kind: 'sinusoids' }],
  ['chicago', { kind: 'chicago', tasks: 2, length: 7, stride: 50 }],
  ['embedded', { ...family, identity: 'embedding', embeddingSize: 2 }],
];

const otherTasks: readonly Kinded[] = [
  { kind: 'copy-memory', delay: 1, trainCount: 20, validationCount: 5, testCount: 5 },
  { kind: 'digits', pool: 2, trainCount: 40, validationCount: 10, testCount: 10 },
];

/**
 * The runs by name: every cell with every method, and with what defaults, the adding task and the fused engine do not
 * reach.
 */
export function panelSpecs(): ReadonlyMap<string, RunSpec> {
  const specs = new Map<string, RunSpec>();
  for (const { kind, recurrence, config } of cells) {
    // Enough channels that layer norm over a tenth of them is not constant.
    const cell = recurrence === 'linear' ? { kind, units: 24, stateSize: 4 } : { kind, units: 10 };
    for (const method of methods) specs.set(`${kind} ${method.kind}`, tiny(cell, { kind: method.kind }));
    for (const [name, method] of variants) {
      if (recurrence === 'linear' && nonlinearOnly.includes(name)) continue;
      specs.set(`${kind} ${name}`, tiny(cell, method));
    }
    for (const task of otherTasks) specs.set(`${kind} ds ${task.kind}`, tiny(cell, { kind: 'ds' }, task));
    const readout = config.parse(cell).readout === 'mean' ? 'last' : 'mean';
    specs.set(`${kind} ds ${readout} readout`, tiny({ ...cell, readout }, { kind: 'ds' }));
    for (const method of ['dense', 'ds']) {
      specs.set(`${kind} ${method} reference`, { ...tiny(cell, { kind: method }), engine: 'reference' });
    }
  }
  const lstm = { kind: 'lstm', units: 10 };
  const told: Kinded = { kind: 'ds', maskInputs: false, router: { input: 'identity', trainedParts: 1 } };
  for (const { kind } of strategies) {
    for (const [name, method] of [['dense', { kind: 'dense' }] as const, ['told', told] as const]) {
      specs.set(`lstm ${name} by ${kind}`, inParts(lstm, method, family, { kind }));
    }
  }
  specs.set(
    'lstm dense by replay balanced',
    inParts(lstm, { kind: 'dense' }, streams[0]![1], {
      kind: 'replay',
      memory: 20,
      policy: 'class-balanced',
    }),
  );
  for (const [name, task] of streams) {
    specs.set(`lstm ds ${name}`, inParts(lstm, { kind: 'ds' }, task, { kind: 'replay' }));
  }
  for (const [name, task] of families) {
    specs.set(`lstm ds ${name}`, inParts(lstm, { kind: 'ds' }, task, { kind: 'joint' }));
  }
  return specs;
}

/** Runs one entry and digests its outcome. */
export async function panelDigest(spec: RunSpec): Promise<string> {
  const access = { cacheDir: join(tmpdir(), 'dsrnn-numerics-panel') };
  return digestOf((await executeRun(spec, { access })).outcome);
}

/** The committed panel. Throws if the file is missing or damaged. */
export function readPanel(): NumericsPanel {
  return panelSchema.parse(JSON.parse(readFileSync(panelFile, 'utf8')));
}

/**
 * The panel that replaces `old` for freshly computed digests. Entries that no run has any more are dropped.
 * Throws NumericsError if a digest changed while the version did not.
 */
export function updatedPanel(old: NumericsPanel | null, fresh: NumericsPanel): NumericsPanel {
  if (old !== null && old.numericsVersion === fresh.numericsVersion) {
    const changed = Object.entries(fresh.digests).flatMap(([name, digest]) =>
      name in old.digests && old.digests[name] !== digest ? [name] : [],
    );
    if (changed.length > 0) throw new NumericsError(changed);
  }
  return fresh;
}

function tiny(architecture: Kinded, method: Kinded, task: Kinded = adding): RunSpec {
  const sparse = methods.some(({ kind, sparse: isSparse }) => kind === method.kind && isSparse);
  return {
    architecture,
    method,
    sparsity: sparse ? 0.9 : 0,
    sparsityOf: 'macs',
    task,
    train: { steps: 8, batchSize: 8, warmupSteps: 2, evaluateEvery: 4 },
    seed: 1,
    backend: 'wasm',
    engine: 'fused',
  };
}

function inParts(architecture: Kinded, method: Kinded, task: Kinded, strategy: Kinded): RunSpec {
  const { train, ...rest } = tiny(architecture, method, task);
  return {
    ...rest,
    strategy,
    train: { ...train, schedule: 'constant', select: 'last' },
    probes: [
      { kind: 'part-conflict', perPart: 8 },
      ...(method.kind === 'ds' ? [{ kind: 'part-masks', perPart: 4 }] : []),
    ],
  };
}

async function main(): Promise<void> {
  let old: NumericsPanel | null = null;
  try {
    old = readPanel();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const kept = process.argv.includes('--new') ? old?.digests : undefined;
  const digests: Record<string, string> = {};
  for (const [name, spec] of panelSpecs()) digests[name] = kept?.[name] ?? (await panelDigest(spec));
  const panel = updatedPanel(old, { numericsVersion, digests });
  writeFileSync(panelFile, `${JSON.stringify(panel, null, 2)}\n`);
  console.log(
    `${String(Object.keys(digests).length)} entries at numerics version ${String(numericsVersion)}`,
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
