import { activeKernels, tf, useBackend } from '@dsrnn/core';
import { digestOf, outcome as outcomeSchema, type Outcome, type RunSpec } from '@dsrnn/records';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinySpec } from '../../test/toy-dataset.ts';
import { executeRun, type RunProgress } from './execute-run.ts';
import { planRun } from './plan-run.ts';
import { resolvedSpec } from '../spec/resolved-spec.ts';

// Generated tasks read nothing, so the cache folder is never made.
const access = { cacheDir: '/nowhere' };
const outcomeOf = async (spec: RunSpec): Promise<Outcome> => (await executeRun(spec, { access })).outcome;

beforeAll(() => useBackend('wasm'));

describe('a run', () => {
  it('has an outcome that its schema takes, with the plan in it', async () => {
    const spec = tinySpec({ kind: 'ds' });
    const outcome = await outcomeOf(spec);
    expect(outcomeSchema.parse(outcome)).toEqual(outcome);
    const plan = planRun(resolvedSpec(spec));
    expect(outcome).toMatchObject({
      status: 'completed',
      metric: 'mse',
      steps: 6,
      divergedAt: null,
      units: plan.units,
      parameters: plan.parameters,
      macs: plan.macs,
      // √0.25 of 2 inputs and of 6 units.
      activity: { inputs: 0.5, units: 0.5 },
    });
    expect(outcome.curve.map(({ step }) => step)).toEqual([3, 6]);
  });

  it.each(['dense', 'ds'])(
    'runs %s on the engine that its spec names, to nearly the same numbers',
    async (kind) => {
      const reference = await outcomeOf(tinySpec({ kind }, { engine: 'reference' }));
      expect(activeKernels()).toBeNull();
      const fused = await outcomeOf(tinySpec({ kind }, { engine: 'fused' }));
      expect(activeKernels()).not.toBeNull();
      expect(fused.testLoss).toBeCloseTo(reference.testLoss!, 4);
      await expect(outcomeOf(tinySpec({ kind }, { engine: 'fast' }))).rejects.toThrow('fused');
    },
  );

  it('gives the same bits twice, and others for another seed', async () => {
    const digest = async (seed: number): Promise<string> =>
      digestOf(await outcomeOf(tinySpec({ kind: 'ds' }, { seed })));
    expect(await digest(1)).toBe(await digest(1));
    expect(await digest(1)).not.toBe(await digest(2));
  });

  it('gives the same bits whatever was run before in the process', async () => {
    const a = tinySpec({ kind: 'random-mask' });
    const b = tinySpec({ kind: 'rigl', updateInterval: 2 });
    const forward = [await outcomeOf(a), await outcomeOf(b)];
    const backward = [await outcomeOf(b), await outcomeOf(a)].reverse();
    expect(backward).toEqual(forward);
  });

  it('gives the same bits when another run broke off before it', async () => {
    const spec = tinySpec({ kind: 'delta' });
    const undisturbed = await outcomeOf(spec);
    const broken = executeRun(tinySpec({ kind: 'ds' }), {
      access,
      onProgress: ({ step }) => {
        if (step === 4) throw new Error('interrupted');
      },
    });
    await expect(broken).rejects.toThrow('interrupted');
    expect(await outcomeOf(spec)).toEqual(undisturbed);
  });

  it('leaves no tensor behind, even when it breaks off', async () => {
    await outcomeOf(tinySpec());
    const before = tf.memory().numTensors;
    await outcomeOf(tinySpec({ kind: 'ds', estimator: { kind: 'hard-concrete' } }));
    await outcomeOf(tinySpec({ kind: 'rigl', updateInterval: 2 }));
    expect(tf.memory().numTensors).toBe(before);
    const broken = executeRun(tinySpec({ kind: 'ds' }), {
      access,
      onProgress: ({ step }) => {
        if (step === 4) throw new Error('interrupted');
      },
    });
    await expect(broken).rejects.toThrow('interrupted');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('records divergence as an outcome, with its step', async () => {
    const outcome = await outcomeOf(
      tinySpec(
        { kind: 'dense' },
        { train: { steps: 30, batchSize: 8, learningRate: 10, warmupSteps: 0, blowUpFactor: 3 } },
      ),
    );
    expect(outcomeSchema.parse(outcome)).toEqual(outcome);
    expect(outcome).toMatchObject({ status: 'diverged', score: null, testLoss: null, bestStep: null });
    expect(outcome.divergedAt).toBeGreaterThan(0);
    expect(outcome.steps).toBe(outcome.divergedAt);
  });

  it('meets the MAC target of a delta network on validation data', async () => {
    const outcome = await outcomeOf(tinySpec({ kind: 'delta' }));
    expect(outcome.macs.core).toBeLessThan(0.4 * outcome.macs.dense);
  });

  it('tells its phases in order', async () => {
    const phases: RunProgress[] = [];
    await executeRun(tinySpec(), { access, onProgress: (progress) => phases.push(progress) });
    expect(phases.map(({ phase, step }) => `${phase} ${String(step)}`)).toEqual([
      'loading 0',
      ...[1, 2, 3, 4, 5, 6].map((step) => `training ${String(step)}`),
      'testing 6',
    ]);
    expect(phases.every(({ steps }) => steps === 6)).toBe(true);
  });
});
