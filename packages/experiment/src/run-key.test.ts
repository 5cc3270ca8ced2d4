import type { RunSpec } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { toyRegistries, toySpec } from '../test/toy-registries.ts';
import { keyOf } from './key-of.ts';
import { runKey } from './run-key.ts';

describe('runKey', () => {
  it('is the SHA-256 of {data, numerics, spec} in canonical JSON', () => {
    // From Python: hashlib.sha256(json.dumps(value, sort_keys=True, separators=(',', ':')).encode()).hexdigest()
    const data = { digits: '0'.repeat(64) };
    expect(keyOf(toySpec, { data, numerics: 1 })).toBe(
      'e9d5ddd8149569c7ee2e1dd359ba3fd9a589e0c2714b3c69c0f62243c4c5d664',
    );
  });

  it('does not depend on the order of fields', () => {
    const reversed = Object.fromEntries(Object.entries(toySpec).reverse()) as unknown as RunSpec;
    expect(runKey(reversed, toyRegistries)).toBe(runKey(toySpec, toyRegistries));
  });

  it('depends on every field of the spec', () => {
    const changes: RunSpec[] = [
      { ...toySpec, architecture: { ...toySpec.architecture, units: 5 } },
      { ...toySpec, architecture: { ...toySpec.architecture, forgetBias: 0 } },
      { ...toySpec, method: { kind: 'ds', router: { width: 17 } } },
      { ...toySpec, sparsity: 0.8 },
      { ...toySpec, sparsityOf: 'channels' },
      { ...toySpec, task: { kind: 'digits', pool: 2 } },
      { ...toySpec, train: { steps: 11, batchSize: 64 } },
      { ...toySpec, train: { steps: 10, batchSize: 32 } },
      { ...toySpec, seed: 2 },
      { ...toySpec, backend: 'cpu' },
      { ...toySpec, engine: 'reference' },
    ];
    const keys = [toySpec, ...changes].map((spec) => runKey(spec, toyRegistries));
    expect(new Set(keys).size).toBe(changes.length + 1);
  });

  it('depends on the data and on the numerics version', () => {
    const key = runKey(toySpec, toyRegistries);
    expect(runKey(toySpec, { ...toyRegistries, numerics: 2 })).not.toBe(key);
    expect(runKey(toySpec, { ...toyRegistries, dataDigests: () => ({ digits: 'f'.repeat(64) }) })).not.toBe(
      key,
    );
  });
});
