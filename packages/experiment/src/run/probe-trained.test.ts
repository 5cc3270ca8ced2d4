import { methodDefinition, methods } from '@dsrnn/baselines';
import { tf, useBackend } from '@dsrnn/core';
import { probes } from '@dsrnn/probes';
import { digestsOf, type Outcome, type RunSpec } from '@dsrnn/records';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinySpec } from '../../test/toy-dataset.ts';
import { registries } from '../identity/registered.ts';
import { counts, modelProbes } from '../panel/panel-parts.ts';
import { panelSpecs } from '../panel/panel-specs.ts';
import type { Kinded } from '../spec/registries.ts';
import { decodeModel, encodeModel } from '../store/kept-model.ts';
import { executeRun, type RunOutput } from './execute-run.ts';
import type { TrainedRun } from './probe-trained.ts';

const access = { cacheDir: '/nowhere' };
const digits: Kinded = { kind: 'digits', pool: 2, ...counts };
const toldDigits: Kinded = { kind: 'permuted', of: digits, experiences: 2, identity: 'one-hot', ...counts };

beforeAll(() => useBackend('wasm'));

/** What a store holds of a run: its outcome without probes and its model, written and read back. */
function stored({ outcome, model }: RunOutput, keep: readonly string[] = []): TrainedRun {
  const { probes: found = {}, ...core } = outcome;
  const bytes = encodeModel({ core: '0'.repeat(64), steps: core.steps, program: 'test', tensors: model! });
  const decoded = decodeModel(bytes);
  if ('problem' in decoded) throw new Error(decoded.problem);
  const kept = Object.entries(found).filter(([kind]) => keep.includes(kind));
  const written = { ...core, ...(kept.length === 0 ? {} : { probes: Object.fromEntries(kept) }) };
  return { model: decoded.model.tensors, outcome: JSON.parse(JSON.stringify(written)) as Outcome };
}

/** Trains `spec` with all its probes, then computes them from the model alone; both outcomes. */
async function bothWays(spec: RunSpec): Promise<{ trained: Outcome; probed: Outcome }> {
  const trained = await executeRun(spec, { access, keepModel: true });
  const again = await executeRun(spec, { access, trained: stored(trained), keepModel: true });
  expect(again).toMatchObject({ probed: true, trainMs: 0, stepMs: 0 });
  expect(again.model).toEqual(trained.model);
  return { trained: trained.outcome, probed: again.outcome };
}

/** Probes of one model that look at the end alone: `masks` without its churn. */
const probesOf = (method: string): Kinded[] =>
  modelProbes
    .filter(({ kind }) => registries.probeApplies(kind, method))
    .map((probe) => (probe.kind === 'masks' ? { ...probe, churnExamples: 0 } : probe));

const lastOf = (steps: number): RunSpec['train'] => ({
  steps,
  batchSize: 8,
  warmupSteps: 2,
  evaluateEvery: 4,
});

describe('a run that is computed from a kept model has the digests of one that trained', () => {
  it.each(methods.map(({ kind }) => kind))('%s with every probe that looks at the end', async (kind) => {
    const spec = tinySpec(
      { kind },
      {
        architecture: { kind: 'lstm', units: 10 },
        task: methodDefinition(kind).needsIdentity === true ? toldDigits : digits,
        train: lastOf(8),
        probes: probesOf(kind),
      },
    );
    expect(spec.probes!.every((probe) => !registries.probeWatches(probe, undefined))).toBe(true);
    const { trained, probed } = await bothWays(spec);
    expect(Object.keys(trained.probes!).length).toBe(spec.probes!.length);
    expect(digestsOf(probed)).toEqual(digestsOf(trained));
  });

  it.each([...panelSpecs()].filter(([name, spec]) => name.startsWith('lstm ') && spec.probes === undefined))(
    '%s, as in the panel: loaded, it acts as it did',
    async (_, spec) => {
      const { trained, probed } = await bothWays(spec);
      expect(digestsOf(probed)).toEqual(digestsOf(trained));
    },
  );

  it.each(['dense', 'ds', 'ds-task-balanced', 'static-router-mean', 'rigl', 'delta'])(
    '%s where parts are learned one after the other',
    async (kind) => {
      // A mask that would be fixed after the last step of three equal stages stays open.
      const late = kind === 'static-router-mean' ? { freezeShare: 0.95 } : {};
      const spec = tinySpec(
        { kind, ...late },
        {
          architecture: { kind: 'lstm', units: 10 },
          task: {
            ...{ kind: 'permuted', of: digits, experiences: 3, ...counts },
            ...(methodDefinition(kind).needsIdentity === true ? { identity: 'one-hot' } : {}),
          },
          strategy: { kind: 'replay' },
          train: { ...lastOf(11), schedule: 'constant', select: 'last' },
          probes: probesOf(kind),
        },
      );
      expect(spec.probes!.every((probe) => !registries.probeWatches(probe, spec.strategy))).toBe(true);
      const { trained, probed } = await bothWays(spec);
      expect(trained.parts?.scores.length).toBe(3);
      expect(digestsOf(probed)).toEqual(digestsOf(trained));
    },
  );

  it('a family that is learned together, with the probes of its parts', async () => {
    const spec = tinySpec(
      { kind: 'ds' },
      {
        task: {
          kind: 'systems',
          tasks: 2,
          length: 8,
          trainPerTask: 20,
          validationPerTask: 5,
          testPerTask: 5,
        },
        strategy: { kind: 'joint' },
        probes: [
          { kind: 'part-conflict', perPart: 8 },
          { kind: 'part-masks', perPart: 4 },
        ],
      },
    );
    expect(spec.probes!.every((probe) => !registries.probeWatches(probe, spec.strategy))).toBe(true);
    const { trained, probed } = await bothWays(spec);
    expect(digestsOf(probed)).toEqual(digestsOf(trained));
  });
});

describe('computing from a kept model', () => {
  const spec = tinySpec({ kind: 'ds' }, { task: digits, train: lastOf(8), probes: probesOf('ds') });

  it('takes the probes that are there as they are, and trains no step', async () => {
    const trained = await executeRun(spec, { access, keepModel: true });
    const there = stored(trained, ['masks']);
    const made = { measures: { 'h-dead': 0.125 }, details: null };
    const steps: string[] = [];
    const { outcome } = await executeRun(spec, {
      access,
      trained: { ...there, outcome: { ...there.outcome, probes: { masks: made } } },
      onProgress: ({ phase }) => steps.push(phase),
    });
    expect(outcome.probes).toEqual({ ...trained.outcome.probes, masks: made });
    expect(steps).toEqual(['loading', 'testing']);
  });

  it.each([
    [
      'a weight is off',
      ({ model, outcome }: TrainedRun) => {
        model.get('head.w')!.values[0]! += 0.5;
        return { model, outcome };
      },
      /^gives .+ on test data, the stored result has /,
    ],
    [
      'it is the model of another architecture',
      ({ model, outcome }: TrainedRun) => ({
        model: new Map([...model].filter(([name]) => name !== 'router.w1')),
        outcome,
      }),
      /^lacks "router.w1"/,
    ],
  ])('trains after all, and says so, where %s', async (_, spoil, misfit) => {
    const trained = await executeRun(spec, { access, keepModel: true });
    const before = tf.memory().numTensors;
    const again = await executeRun(spec, { access, trained: spoil(stored(trained)) });
    expect(again.probed).toBeUndefined();
    expect(again.misfit).toMatch(misfit);
    expect(digestsOf(again.outcome)).toEqual(digestsOf(trained.outcome));
    expect(again.trainMs).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('every probe says whether its sessions watch training, under each kind of strategy', () => {
  const watching = probes.map(({ kind }) => ({ kind, ...modelProbes.find((one) => one.kind === kind) }));
  const said = (strategy: Kinded | undefined): string[] =>
    watching.filter((probe) => registries.probeWatches(probe, strategy)).map(({ kind }) => kind);
  expect(said(undefined)).toEqual(['masks']);
  expect(said({ kind: 'joint' })).toEqual(['masks']);
  expect(said({ kind: 'replay' })).toEqual(['masks', 'part-masks', 'part-conflict']);
});
