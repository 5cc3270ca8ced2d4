/** What was the default of DS and of its rivals has, spelled out, the keys that it had when it was left out. */
import { readFileSync } from 'node:fs';
import type { RunSpec } from '@dsrnn/records';
import { expect, test } from 'vitest';
import { registries } from '../src/identity/registered.ts';
import { runKey } from '../src/identity/run-key.ts';
import type { Kinded } from '../src/spec/registries.ts';

/** The run `sparsity/quick` of seed 1 at 90 %. */
const specOf = (method: Kinded): RunSpec => ({
  architecture: { kind: 'lstm', units: 64 },
  method: registries.method.parse(method),
  sparsity: 0.9,
  sparsityOf: 'macs',
  task: { kind: 'digits', pool: 2 },
  train: { steps: 400, batchSize: 32, learningRate: 0.01, warmupSteps: 20, evaluateEvery: 50 },
  seed: 1,
  backend: 'wasm',
  engine: 'fused',
});
const oneMask = {
  ...{ read: 'current', groupSize: 1, maskInputs: true },
  router: { input: 'auto', width: 16, rateScale: 1, scaleInputs: false, centred: false },
  estimator: { kind: 'top-k-ste' },
};
const committed = readFileSync(
  new URL('../../../results/sparsity/quick/runs.jsonl', import.meta.url),
  'utf8',
);

test.each([
  [{ kind: 'ds', ...oneMask }, '87e7aebf69a6f5e906aa0e0350ce0a46cb847de812ae1f56ede3e6e932c95519'],
  [{ kind: 'dense-small', router: null }, '8cece8e0532ba97ee643b513cdfa86a02436b3432f4a9d2c914cd6c02c439881'],
])('%j', (method, key) => {
  expect(runKey(specOf(method))).toBe(key);
  expect(committed).toContain(key);
  expect(runKey(specOf({ kind: method.kind }))).not.toBe(key);
});
