import { describe, expect, it } from 'vitest';
import { digestsOf } from './digests.ts';
import { result, type Outcome } from './result.ts';

const outcome: Outcome = {
  status: 'completed',
  metric: 'accuracy',
  score: 0.75,
  testLoss: 0.5,
  validationScore: 0.7,
  bestStep: 10,
  steps: 10,
  divergedAt: null,
  units: 4,
  parameters: 400,
  macs: { dense: 400, core: 40, router: 20, total: 60 },
  activity: { units: 0.25 },
  curve: [{ step: 10, trainLoss: 0.6, validationLoss: 0.55, validationScore: 0.7 }],
};

const sound = {
  format: 2,
  key: 'a'.repeat(64),
  versions: { 'method/ds': 2 },
  data: { digits: 'b'.repeat(64) },
  spec: {
    architecture: { kind: 'lstm', units: 4 },
    method: { kind: 'ds' },
    sparsity: 0.9,
    sparsityOf: 'macs',
    task: { kind: 'digits' },
    train: { steps: 10 },
    seed: 1,
    backend: 'wasm',
    engine: 'fused',
  },
  outcome,
  digests: digestsOf(outcome),
};

describe('the result schema', () => {
  it('takes a sound result and gives it back unchanged, through text', () => {
    expect(result.parse(JSON.parse(JSON.stringify(sound)))).toEqual(sound);
  });

  it('refuses an outcome that was edited after its digest', () => {
    const edited = { ...sound, outcome: { ...outcome, score: 0.76 } };
    const issues = result.safeParse(edited).error?.issues;
    expect(issues?.map(({ path }) => path)).toEqual([['digests', 'core']]);
    expect(issues?.[0]?.message).toContain('edited or damaged');
  });

  it('refuses an edit of a single number deep in the curve', () => {
    const curve = [{ ...outcome.curve[0], trainLoss: 0.6000000000000001 }];
    expect(result.safeParse({ ...sound, outcome: { ...outcome, curve } }).success).toBe(false);
  });

  it('refuses what a probe found where it was edited, and names the probe', () => {
    const probes = { masks: { measures: { churn: 0.5 }, details: null } };
    const probed = { ...outcome, probes };
    const record = { ...sound, outcome: probed, digests: digestsOf(probed) };
    expect(result.safeParse(record).success).toBe(true);
    expect(record.digests.core).toBe(sound.digests.core);
    const edited = { ...probed, probes: { masks: { measures: { churn: 0.6 }, details: null } } };
    expect(result.safeParse({ ...record, outcome: edited }).error?.issues.map(({ path }) => path)).toEqual([
      ['digests', 'probes', 'masks'],
    ]);
  });

  it('refuses unknown fields, a short key and a sparsity of 1', () => {
    expect(result.safeParse({ ...sound, note: 'x' }).success).toBe(false);
    expect(result.safeParse({ ...sound, key: 'abc' }).success).toBe(false);
    expect(result.safeParse({ ...sound, spec: { ...sound.spec, sparsity: 1 } }).success).toBe(false);
  });
});
