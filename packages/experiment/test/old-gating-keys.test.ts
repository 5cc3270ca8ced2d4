/** What was the default of DS and of its rivals has, spelled out, the keys that it had when it was left out. */
import { readFileSync } from 'node:fs';
import type { RunSpec } from '@dsrnn/records';
import { expect, test } from 'vitest';
import { registries } from '../src/identity/registered.ts';
import { runKey } from '../src/identity/run-key.ts';
import type { Kinded } from '../src/spec/registries.ts';

/** The run `stability/quick` of seed 1 at 90 %, on digits in seven steps. */
const specOf = (method: Kinded): RunSpec => ({
  architecture: { kind: 'lstm', units: 32 },
  method: registries.method.parse(method),
  sparsity: 0.9,
  sparsityOf: 'macs',
  task: { kind: 'digits', steps: 7 },
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
  new URL('../../../results/stability/quick/runs.jsonl', import.meta.url),
  'utf8',
);

test.each([
  [{ kind: 'ds', ...oneMask }, '8e8aa6931b4e186b402a2c5508b8e8b69dcb7f8cf39c0dd410371f6a486f8341'],
  [{ kind: 'dense-small', router: null }, 'ded80081e9effade0fff6d825d68708cd272f17bde7384cdd40c1201be0f1e83'],
])('%j', (method, key) => {
  expect(runKey(specOf(method))).toBe(key);
  expect(committed).toContain(key);
  expect(runKey(specOf({ kind: method.kind }))).not.toBe(key);
});
