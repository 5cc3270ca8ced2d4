/** The runs of the numerics panel: tiny, and together they reach every definition. */
import { methods } from '@dsrnn/baselines';
import { strategies } from '@dsrnn/continual';
import { cells, estimators, routerInputDefinitions, type MethodDefinition } from '@dsrnn/core';
import { origins } from '@dsrnn/portable';
import type { RunSpec } from '@dsrnn/records';
import type { Kinded } from '../spec/registries.ts';
import { counts, modelProbes, tasksBesides } from './panel-parts.ts';

const writing: Kinded = {
  kind: 'ds',
  read: 'previous',
  groupSize: 4,
  maskInputs: false,
  router: { input: 'ema', width: 8 },
  estimator: { kind: 'active-only' },
};
/**
 * Settings that no other entry reaches in a run of a few steps: other branches, other draws. In normal form, as all here: what
 * is left out is at its origin, whatever the defaults are by now.
 */
const variants: readonly (readonly [name: string, method: Kinded])[] = [
  ['ds zero', { kind: 'ds', inactive: 'zero' }],
  ['ds inputs unmasked', { kind: 'ds', maskInputs: false }],
  ['ds ramp and balance', { kind: 'ds', rampShare: 0.5, balanceWeight: 0.1 }],
  ['ds detached', { kind: 'ds', router: { detachState: true } }],
  ...routerInputDefinitions
    .filter(({ kind }) => kind !== 'xh' && kind !== 'identity')
    .map(({ kind }) => [`ds ${kind}`, { kind: 'ds', router: { input: kind } }] as const),
  ...estimators
    .filter(({ kind }) => kind !== 'top-k-ste')
    .map(({ kind }) => [`ds ${kind}`, { kind: 'ds', estimator: { kind } }] as const),
  ['ds lasting', { kind: 'ds', router: { input: 'mean' }, estimator: { kind: 'active-only' } }],
  ['ds hard-concrete penalty', { kind: 'ds', estimator: { kind: 'hard-concrete', budget: 'penalty' } }],
  ['rigl updates', { kind: 'rigl', updateInterval: 2, gradientBatches: 2 }],
  ['rigl total', { kind: 'rigl', budget: 'total' }],
  ['delta total', { kind: 'delta', budget: 'total' }],
  ['rigl random', { kind: 'rigl', updateInterval: 2, growth: 'random', distribution: 'erdos-renyi' }],
  ['delta fixed', { kind: 'delta', fixed: true }],
  ['random-mask sequence', { kind: 'random-mask', scope: 'sequence' }],
  ['ds rows', { kind: 'ds', sides: 'rows' }],
  ['ds columns', { kind: 'ds', sides: 'columns' }],
  // Of ten units the last group has one or two.
  ['ds groups', { kind: 'ds', groupSize: 3 }],
  ['fixed-mask groups', { kind: 'fixed-mask', groupSize: 3 }],
  ['static-router-mean groups', { kind: 'static-router-mean', groupSize: 3 }],
  ['ds previous', { kind: 'ds', read: 'previous' }],
  ['ds previous groups', writing],
  [
    'ds conditioned',
    {
      kind: 'ds',
      maskInputs: false,
      router: { input: 'ema', width: 8, rateScale: 0.3, scaleInputs: true, centred: true },
      estimator: { kind: 'active-only' },
    },
  ],
  ['random-mask previous groups', { kind: 'random-mask', read: 'previous', groupSize: 3 }],
];
/** What a linear recurrence refuses: its state cannot be zeroed, nothing reads it, rows and columns are one; ema is its default. */
const nonlinearOnly = [
  'ds zero',
  'ds detached',
  'ds ema',
  'ds rows',
  'ds columns',
  'ds previous',
  'ds previous groups',
  'random-mask previous groups',
];

const adding: Kinded = { kind: 'adding', length: 8, trainCount: 40, validationCount: 10, testCount: 10 };
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

/** Units of which a group is two by default. */
const GROUPED = 40;

const fewDigits: Kinded = { kind: 'digits', pool: 2, ...counts };
/** Tasks for every cell. */
const otherTasks: readonly Kinded[] = [
  { kind: 'copy-memory', delay: 1, trainCount: 20, validationCount: 5, testCount: 5 },
  fewDigits,
];
/**
 * The runs by name: every cell with every method, at its origin and with its defaults, and with what these, the adding task and
 * the fused engine do not reach.
 */
export function panelSpecs(): ReadonlyMap<string, RunSpec> {
  const specs = new Map<string, RunSpec>();
  for (const { kind, recurrence, config } of cells) {
    // Enough channels that layer norm over a tenth of them is not constant.
    const cell = recurrence === 'linear' ? { kind, units: 24, stateSize: 4 } : { kind, units: 10 };
    for (const method of methods as readonly MethodDefinition[]) {
      const named = { kind: method.kind };
      const spec =
        method.needsIdentity === true ? inParts(cell, named, family, { kind: 'joint' }) : tiny(cell, named);
      specs.set(`${kind} ${method.kind}`, spec);
    }
    for (const [name, method] of variants) {
      if (recurrence === 'linear' && nonlinearOnly.includes(name)) continue;
      specs.set(`${kind} ${name}`, tiny(cell, method));
    }
    for (const task of otherTasks) specs.set(`${kind} ds ${task.kind}`, tiny(cell, { kind: 'ds' }, task));
    specs.set(`${kind} ds probed`, { ...tiny(cell, { kind: 'ds' }, fewDigits), probes: [...modelProbes] });
    if (recurrence === 'nonlinear') {
      specs.set(`${kind} ds previous groups reference`, { ...tiny(cell, writing), engine: 'reference' });
    }
    for (const method of methods.filter((one) => origins.has(one.config))) {
      const wide = recurrence === 'linear' ? cell : { kind, units: GROUPED };
      specs.set(`${kind} ${method.kind} default`, tiny(wide, method.config.parse({ kind: method.kind })));
    }
    const readout = config.parse(cell).readout === 'mean' ? 'last' : 'mean';
    specs.set(`${kind} ds ${readout} readout`, tiny({ ...cell, readout }, { kind: 'ds' }));
    for (const method of ['dense', 'ds']) {
      specs.set(`${kind} ${method} reference`, { ...tiny(cell, { kind: method }), engine: 'reference' });
    }
  }
  const lstm = { kind: 'lstm', units: 10 };
  // Groups of whole panels, with a smaller last one: kernels of their own.
  for (const kind of ['lstm', 'gru']) {
    const wide = { kind, units: 20 };
    specs.set(`${kind} ds panels`, tiny(wide, { ...writing, groupSize: 8 }));
    specs.set(`${kind} ds panels inputs`, tiny(wide, { ...writing, groupSize: 8, read: 'current', maskInputs: true })); // prettier-ignore
  }
  for (const layers of [1, 2]) {
    const wide = { kind: 's4d', units: 20, stateSize: 4, layers };
    const method = { kind: 'ds', groupSize: 8, estimator: { kind: 'active-only' } };
    specs.set(`s4d ds panels ${layers}`, tiny(wide, { ...method, maskInputs: layers === 1 }));
  }
  const everywhere = [adding, ...otherTasks, family, ...[...streams, ...families].map(([, task]) => task)];
  for (const task of tasksBesides(everywhere.map(({ kind }) => kind)))
    specs.set(`lstm ds ${task.kind}`, tiny(lstm, { kind: 'ds' }, task));
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
