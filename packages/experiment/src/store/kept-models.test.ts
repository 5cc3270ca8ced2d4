import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { digestOf, type Result, type RunSpec } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { redigested, toyRegistries, toyResult, toySpec, toyTiming } from '../../test/toy-registries.ts';
import { coreKeyOf } from '../identity/key-of.ts';
import { identityOf } from '../identity/run-key.ts';
import type { Registries } from '../spec/registries.ts';
import type { KeptModel } from './kept-model.ts';
import { modelFile } from './kept-models.ts';
import { openRunStore, type RunStore } from './run-store.ts';
import { findGarbage, removeGarbage } from './store-garbage.ts';

/** Two kinds of probes, of which one watches training; the version of the other is `version`. */
const withProbes = (version = 1): Registries => ({
  ...toyRegistries,
  probe: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('watching') }),
    z.strictObject({ kind: z.literal('looking'), examples: z.int().default(10) }),
    z.strictObject({ kind: z.literal('other') }),
  ]),
  probeWatches: ({ kind }) => kind === 'watching',
  versions: (spec) => ({
    ...toyRegistries.versions(spec),
    ...(spec.probes?.some(({ kind }) => kind === 'looking') === true ? { 'probe/looking': version } : {}),
  }),
});
const probed = (...probes: NonNullable<RunSpec['probes']>): RunSpec => ({ ...toySpec, probes });

function modelOf(result: Result): KeptModel {
  const tensors = new Map([['w', { shape: [2], values: Float32Array.of(1, -0.5) }]]);
  return { core: coreKeyOf(result), steps: 10, program: 'abc', tensors };
}

/** A store with `specs`, each with its model. */
function storeOf(...specs: RunSpec[]): { store: RunStore; results: Result[] } {
  const store = openRunStore({ root: temporaryFolder() });
  const results = specs.map((spec) => toyResult(spec, 0.75, withProbes()));
  for (const result of results) {
    store.put(result, toyTiming(result.key));
    store.models.keep(result.key, modelOf(result));
  }
  return { store, results };
}

describe('a kept model', () => {
  it('is read back as it was', () => {
    const { store, results } = storeOf(toySpec);
    expect(store.models.read(results[0]!.key)).toEqual(modelOf(results[0]!));
    expect(store.models.read('0'.repeat(64))).toBeUndefined();
    expect(findGarbage(store, new Set([results[0]!.key]))).toEqual([]);
  });

  it.each([
    [
      'a number that changed',
      (bytes: Buffer) => bytes.fill(7, bytes.length - 1),
      /the digest that stands in it/,
    ],
    [
      'a word of its metadata that changed',
      (bytes: Buffer) => bytes.fill('x', bytes.indexOf('abc'), bytes.indexOf('abc') + 1),
      /the digest that stands in it/,
    ],
    ['what is none', () => Buffer.from('hello'), /no safetensors file/],
  ])('with %s is refused by name, goes with the garbage, and its result stays', (_, damage, problem) => {
    const { store, results } = storeOf(toySpec);
    const { key } = results[0]!;
    const file = join(store.root, key, modelFile);
    writeFileSync(file, damage(readFileSync(file)));
    expect(() => store.models.read(key)).toThrow(problem);
    expect(() => store.models.read(key)).toThrow(file);
    const garbage = findGarbage(store);
    expect(garbage).toMatchObject([{ kind: 'corrupt', path: file }]);
    removeGarbage(garbage, ['corrupt']);
    expect(store.models.has(key)).toBe(false);
    expect(store.get(key)).toEqual(results[0]);
  });

  it('of another training is refused', () => {
    const { store, results } = storeOf(toySpec, { ...toySpec, seed: 2 });
    const [first, second] = results.map(({ key }) => join(store.root, key, modelFile)) as [string, string];
    writeFileSync(first, readFileSync(second));
    expect(() => store.models.read(results[0]!.key)).toThrow(/is the model of the training/);
  });

  it('without a result is left over', () => {
    const { store, results } = storeOf(toySpec);
    const { key } = results[0]!;
    for (const name of ['result', 'timing'])
      removeGarbage(
        [{ kind: 'temporary', path: join(store.root, key, `${name}.json`), detail: '' }],
        ['temporary'],
      );
    expect(findGarbage(store)).toMatchObject([{ kind: 'temporary', path: join(store.root, key, modelFile) }]);
  });
});

describe('a run follows from the model of a stored one', () => {
  const registries = withProbes();
  const candidate = (store: RunStore, spec: RunSpec, present = registries) =>
    store.models.candidate(identityOf(spec, present), present);

  it('that differs in probes alone, whose probes it takes where they are the same', () => {
    const looking = { kind: 'looking', examples: 10 };
    const { store, results } = storeOf(toySpec, probed(looking, { kind: 'watching' }));
    const rich = results[1]!;
    const found = candidate(store, probed({ kind: 'other' }, looking, { kind: 'watching' }));
    expect(found).toEqual({ key: rich.key, outcome: rich.outcome });
    // The settings of `looking` differ, or its version.
    const { probes = {}, ...core } = rich.outcome;
    const without = { ...core, probes: { watching: probes['watching'] } };
    const other = probed({ kind: 'looking', examples: 11 }, { kind: 'watching' });
    expect(candidate(store, other)?.outcome).toEqual(without);
    expect(candidate(store, probed(looking, { kind: 'watching' }), withProbes(2))?.outcome).toEqual(without);
    expect(candidate(store, probed({ kind: 'other' }))?.outcome).toEqual(core);
  });

  it('only if no lacking probe watches the training', () => {
    const { store } = storeOf(probed({ kind: 'looking' }));
    expect(candidate(store, probed({ kind: 'watching' }))).toBeUndefined();
    expect(candidate(store, probed({ kind: 'other' }))).toBeDefined();
  });

  it('only of the same training, which completed, and while the model is there', () => {
    const { store, results } = storeOf(toySpec);
    const wanted = probed({ kind: 'other' });
    expect(candidate(store, { ...wanted, seed: 2 })).toBeUndefined();
    const data = { ...registries, dataDigests: () => ({ digits: digestOf('other') }) };
    expect(candidate(store, wanted, data)).toBeUndefined();
    expect(candidate(store, wanted)).toBeDefined();
    store.models.pass(results[0]!.key);
    expect(candidate(store, wanted)).toBeUndefined();

    const diverged = openRunStore({ root: temporaryFolder() });
    const result = toyResult(toySpec, 0.75, registries);
    const record = redigested({ ...result, outcome: { ...result.outcome, status: 'diverged' } });
    diverged.put(record, toyTiming(record.key));
    diverged.models.keep(record.key, modelOf(record));
    expect(candidate(diverged, wanted)).toBeUndefined();
  });
});
