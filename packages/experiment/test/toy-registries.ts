/** Small registries, presets and records for the tests of this package. Nothing is trained. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partMeasures } from '@dsrnn/continual';
import { temporaryFolder } from '@dsrnn/portable/testing';
import {
  digestOf,
  digestsOf,
  measure,
  metricQuantity,
  quantity,
  type Outcome,
  type Result,
  type RunSpec,
  type Timing,
} from '@dsrnn/records';
import { z } from 'zod';
import { keyOf } from '../src/identity/key-of.ts';
import { identityOf, type IdentityRegistries } from '../src/identity/run-key.ts';
import { loadPresets, type Presets } from '../src/declare/presets.ts';
import type { Registries } from '../src/spec/registries.ts';

const units = z.int().positive();

export const toyRegistries: Registries = {
  architecture: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('lstm'), units, forgetBias: z.number().default(1) }),
    z.strictObject({ kind: z.literal('gru'), units }),
  ]),
  method: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('dense') }),
    z.strictObject({
      kind: z.literal('ds'),
      router: z.strictObject({ width: z.int().positive().default(16) }).prefault({}),
    }),
    z.strictObject({ kind: z.literal('rigl'), dropFraction: z.number().gt(0).lt(1).default(0.3) }),
  ]),
  task: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('digits'), pool: z.union([z.literal(1), z.literal(2)]).default(1) }),
    z.strictObject({ kind: z.literal('adding'), length: z.int().min(2).default(100) }),
    z.strictObject({ kind: z.literal('stream'), parts: z.int().positive().default(4) }),
  ]),
  strategy: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('replay'), memory: z.int().positive().default(10) }),
    z.strictObject({ kind: z.literal('joint') }),
  ]),
  train: z.strictObject({
    steps: z.int().positive(),
    batchSize: z.int().positive().default(64),
    learningRate: z.number().positive().optional(),
    select: z.enum(['best-validation', 'last']).optional(),
    patience: z.int().nullable().optional(),
  }),
  probe: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('masks'), examples: z.int().positive().default(10) }),
  ]),
  probeKinds: ['masks'],
  probeApplies: (_probe, method) => method !== 'dense',
  probeWatches: () => true,
  probeMeasures: () => ({
    'h-linear': measure('Linear', metricQuantity('accuracy'), 'higher', 'a predictor'),
    'h-churn': measure('Churn', quantity('churn', 'percent', 0, 1), null, 'what changed'),
  }),
  partMeasures,
  taskSize: () => ({ train: null, trainOfPart: null, bytes: null }),
  backend: z.enum(['wasm', 'cpu']),
  engine: z.enum(['fused', 'reference']),
  defaultEngine: (backend) => (backend === 'wasm' ? 'fused' : 'reference'),
  isSparse: (kind) => kind !== 'dense',
  methodSummary: (kind) => `summary of ${kind}`,
  strategyOrder: (kind) => (kind === 'joint' ? 'joint' : 'sequential'),
  strategySummary: (kind) => `summary of ${kind}`,
  partsOf: ({ kind, parts }) => (kind === 'stream' ? Number(parts) : null),
  metricOf: ({ kind }) => (kind === 'adding' ? 'mse' : 'accuracy'),
  dataDigests: ({ kind }) => ({ [kind]: digestOf(kind) }),
  versions: ({ architecture, method, probes = [] }) => ({
    [`cell/${architecture.kind}`]: 1,
    [`method/${method.kind}`]: 1,
    ...Object.fromEntries(probes.map(({ kind }) => [`probe/${kind}`, 1])),
  }),
  // 100 dense MACs a unit; the sparse methods pay 5 % for their router.
  plan: ({ architecture, method, sparsity, train }) => {
    const dense = 100 * Number(architecture['units']);
    const router = method.kind === 'ds' ? 0.05 * dense : 0;
    const core = dense * (1 - sparsity);
    return {
      units: Number(architecture['units']),
      parameters: dense,
      macs: { dense, core, router, total: core + router },
      stepMacs: 3 * (core + router) * Number(train['batchSize']),
      trainMacs: 3 * (core + router) * Number(train['steps']) * Number(train['batchSize']),
    };
  },
};

const presetFiles = {
  architectures: 'lstm-4: { kind: lstm, units: 4 }\ngru-8:\n  kind: gru\n  units: 8\n',
  methods: 'dense: { kind: dense }\nds: { kind: ds }\nrigl: { kind: rigl }\n',
  tasks:
    'digits-rows: { kind: digits }\ndigits-half: { kind: digits, pool: 2 }\nadding-20: { kind: adding, length: 20 }\nfour-parts: { kind: stream }\n',
  strategies: 'replay: { kind: replay }\njoint: { kind: joint }\n',
  train: 'short: { steps: 10 }\n',
};

/** Writes preset files, some replaced, and returns their folder. */
export function presetFolder(replaced: Partial<Record<keyof typeof presetFiles, string>> = {}): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ ...presetFiles, ...replaced })) {
    writeFileSync(join(folder, `${name}.yaml`), text);
  }
  return folder;
}

/** The presets of `presetFolder()`. */
export function toyPresets(): Presets {
  return loadPresets(presetFolder(), toyRegistries);
}

/** An experiment that loads; tests replace parts of the text to break it. */
export const toyExperiment = `id: toy
title: A toy
claim: nothing much
profiles:
  quick:
    architectures: [lstm-4, gru-8]
    methods: [dense, ds]
    sparsity: [0, 0.5, 0.9]
    tasks: [digits-rows, digits-half]
    seeds: [1, 2]
    train: short
  laptop:
    architectures: [lstm-4]
    methods: [dense, ds, rigl]
    sparsity: [0, 0.9]
    tasks: [digits-rows]
    seeds: [1, 2, 3]
    train: { steps: 20 }
claims:
  - id: ds-keeps-dense
    statement: DS at 90 % is as good as dense
    kind: non-inferior
    treatment: { label: ds, sparsity: 0.9 }
    reference: { label: dense, sparsity: 0 }
    margin: 0.01
`;

/** Writes `toy/experiment.yaml` into a new folder and returns the file. */
export function experimentFile(text: string = toyExperiment): string {
  const folder = join(temporaryFolder(), 'toy');
  mkdirSync(folder);
  const file = join(folder, 'experiment.yaml');
  writeFileSync(file, text);
  return file;
}

export const toySpec: RunSpec = {
  architecture: { kind: 'lstm', units: 4, forgetBias: 1 },
  method: { kind: 'ds', router: { width: 16 } },
  sparsity: 0.9,
  sparsityOf: 'macs',
  task: { kind: 'digits', pool: 1 },
  train: { steps: 10, batchSize: 64 },
  seed: 1,
  backend: 'wasm',
  engine: 'fused',
};

/** A sound result of `spec` with this score. */
export function toyResult(
  spec: RunSpec = toySpec,
  score = 0.75,
  registries: IdentityRegistries = toyRegistries,
): Result {
  const identity = identityOf(spec, registries);
  const outcome: Outcome = {
    status: 'completed',
    metric: 'accuracy',
    score,
    testLoss: 0.5,
    validationScore: 0.7,
    bestStep: 10,
    steps: 10,
    divergedAt: null,
    units: 4,
    parameters: 400,
    macs: { dense: 400, core: 40, router: 20, total: 60 },
    activity: { hidden: 0.25 },
    curve: [{ step: 10, trainLoss: 0.6, validationLoss: 0.55, validationScore: 0.7 }],
    ...(spec.probes === undefined
      ? {}
      : {
          probes: Object.fromEntries(
            spec.probes.map(({ kind }) => [kind, { measures: { 'h-churn': 0.5 }, details: null }]),
          ),
        }),
  };
  return redigested({
    format: 2,
    key: keyOf(identity),
    data: { ...identity.data },
    versions: { ...identity.versions },
    spec: identity.spec,
    outcome,
    digests: { core: '', probes: {} },
  });
}

/** A record whose outcome was changed, its digests made to fit. */
export function redigested(record: Result): Result {
  return { ...record, digests: digestsOf(record.outcome) };
}

/** Times of a run of `host`. */
export function toyTiming(key: string, host = 'here', trainMs = 1000): Timing {
  return {
    key,
    startedAt: '2026-01-02T03:04:05Z',
    wallMs: trainMs + 100,
    trainMs,
    stepMs: trainMs / 10,
    host,
    cpu: 'cpu',
    node: 'v20',
    backend: 'wasm',
    engine: 'fused',
    commit: null,
  };
}
