import type { RunSpec } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toyRegistries, toySpec } from '../../test/toy-registries.ts';
import type { Registries } from '../spec/registries.ts';
import { coreKeyOf, keyOf } from './key-of.ts';
import { identityOf, runKey } from './run-key.ts';

/** The registries after a change of the code. */
function after(change: Partial<Registries>): Registries {
  return { ...toyRegistries, ...change };
}

function withVersion(name: string, version: number): Registries {
  const versions: Registries['versions'] = (spec) =>
    Object.fromEntries(
      Object.entries(toyRegistries.versions(spec)).map(([each, v]) => [each, each === name ? version : v]),
    );
  return after({ versions });
}

const probed: RunSpec = { ...toySpec, probes: [{ kind: 'masks', examples: 10 }] };

describe('runKey', () => {
  it('is the SHA-256 of {data, spec, versions} in canonical JSON, the spec in normal form', () => {
    // From Python: hashlib.sha256(json.dumps(value, sort_keys=True, separators=(',', ':')).encode()).hexdigest()
    const data = { digits: '0'.repeat(64) };
    const registries = { ...withVersion('method/ds', 2), dataDigests: () => data };
    expect(identityOf(toySpec, registries)).toEqual({
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
      data,
      versions: { 'method/ds': 2 },
    });
    expect(runKey(toySpec, registries)).toBe(
      'e1e68fc2da4b83cf255eab855f168d413f92094f6f1a07b69b4e0d488751d453',
    );
  });

  it('does not depend on the order of fields and of probes', () => {
    const reversed = Object.fromEntries(Object.entries(toySpec).reverse()) as unknown as RunSpec;
    expect(runKey(reversed, toyRegistries)).toBe(runKey(toySpec, toyRegistries));
    const probe = z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('masks') }),
      z.strictObject({ kind: z.literal('other') }),
    ]);
    const [masks, other] = [{ kind: 'masks' }, { kind: 'other' }];
    expect(runKey({ ...toySpec, probes: [other, masks] }, after({ probe }))).toBe(
      runKey({ ...toySpec, probes: [masks, other] }, after({ probe })),
    );
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
      { ...toySpec, strategy: { kind: 'joint' } },
      { ...toySpec, seed: 2 },
      { ...toySpec, backend: 'cpu' },
      { ...toySpec, engine: 'reference' },
      probed,
      { ...toySpec, probes: [{ kind: 'masks', examples: 11 }] },
    ];
    const keys = [toySpec, ...changes].map((spec) => runKey(spec, toyRegistries));
    expect(new Set(keys).size).toBe(changes.length + 1);
  });

  it('stays when a setting with a default is added, and changes where it is used', () => {
    const router = z.strictObject({ width: z.int().default(16), bias: z.boolean().default(true) });
    const later = after({
      method: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('dense') }),
        z.strictObject({
          kind: z.literal('ds'),
          router: router.prefault({}),
          ramp: z.number().default(0),
        }),
      ]),
    });
    const ds = (fields: object): RunSpec => ({
      ...toySpec,
      method: later.method.parse({ kind: 'ds', ...fields }),
    });
    expect(runKey(ds({}), later)).toBe(runKey(toySpec, toyRegistries));
    expect(runKey(ds({ router: { width: 17 } }), later)).toBe(
      runKey({ ...toySpec, method: { kind: 'ds', router: { width: 17 } } }, toyRegistries),
    );
    for (const used of [{ ramp: 0.5 }, { router: { bias: false } }])
      expect(runKey(ds(used), later)).not.toBe(runKey(toySpec, toyRegistries));
  });

  it('changes with the version of a definition for the runs that use it, and for no other', () => {
    const changed = (spec: RunSpec, name: string): boolean =>
      runKey(spec, withVersion(name, 2)) !== runKey(spec, toyRegistries);
    expect(changed(toySpec, 'method/ds')).toBe(true);
    expect(changed(toySpec, 'method/rigl')).toBe(false);
    expect(changed(toySpec, 'probe/masks')).toBe(false);
    expect(changed(probed, 'probe/masks')).toBe(true);
  });

  it('stays when a definition at version 1 comes to be told apart', () => {
    const versions: Registries['versions'] = (spec) => ({
      ...toyRegistries.versions(spec),
      'head/linear': 1,
    });
    expect(runKey(toySpec, after({ versions }))).toBe(runKey(toySpec, toyRegistries));
  });

  it('depends on the data', () => {
    const dataDigests = (): Record<string, string> => ({ digits: 'f'.repeat(64) });
    expect(runKey(toySpec, after({ dataDigests }))).not.toBe(runKey(toySpec, toyRegistries));
  });
});

describe('coreKeyOf', () => {
  it('is the key of the training alone, whatever is probed and at which version', () => {
    const core = runKey(toySpec, toyRegistries);
    expect(coreKeyOf(identityOf(probed, toyRegistries))).toBe(core);
    expect(coreKeyOf(identityOf(probed, withVersion('probe/masks', 2)))).toBe(core);
    expect(coreKeyOf(identityOf(probed, withVersion('method/ds', 2)))).not.toBe(core);
    expect(keyOf(identityOf(probed, toyRegistries))).not.toBe(core);
  });
});
