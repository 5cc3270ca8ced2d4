import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '@dsrnn/records';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { toyResult, toySpec, toyTiming } from '../../test/toy-registries.ts';
import { writeCommitted } from './committed-runs.ts';
import { openRunStore } from './run-store.ts';
import { findGarbage, removeGarbage } from './store-garbage.ts';
import { OutdatedRecordError, StoreError } from './store-error.ts';

const result = toyResult();
const { key } = result;
const failure = {
  format: 2 as const,
  key,
  spec: toySpec,
  error: { name: 'Error', code: null, message: 'out of memory', stack: 'at …' },
  at: '2026-01-02T03:04:05Z',
};

function storeWithResult(text: string): { file: string; store: ReturnType<typeof openRunStore> } {
  const root = temporaryFolder();
  const store = openRunStore({ root });
  store.put(result, toyTiming(key));
  const file = join(root, key, 'result.json');
  writeFileSync(file, text);
  return { file, store };
}

describe('RunStore', () => {
  it('gives back what was put', () => {
    const store = openRunStore({ root: join(temporaryFolder(), 'runs') });
    expect(store.get(key)).toBeUndefined();
    expect(store.has(key)).toBe(false);
    expect(store.origin(key)).toBeUndefined();
    store.put(result, toyTiming(key));
    expect(store.get(key)).toEqual(result);
    expect(store.has(key)).toBe(true);
    expect(store.origin(key)).toBe('own');
    expect(store.timing(key)).toEqual(toyTiming(key));
    expect(store.keys()).toEqual([key]);
    expect(readdirSync(join(store.root, key)).sort()).toEqual(['result.json', 'timing.json']);
  });

  it('lists its finished runs sorted', () => {
    const store = openRunStore({ root: temporaryFolder() });
    const results = [1, 2, 3, 4].map((seed) => toyResult({ ...toySpec, seed }));
    for (const one of results) store.put(one, toyTiming(one.key));
    store.putFailure({ ...failure, key: toyResult({ ...toySpec, seed: 5 }).key });
    expect(store.keys()).toEqual(results.map((one) => one.key).sort());
    expect(store.folders()).toHaveLength(5);
  });

  it('keeps a failure until the run is done', () => {
    const store = openRunStore({ root: temporaryFolder() });
    store.putFailure(failure);
    expect(store.failure(key)).toEqual(failure);
    expect(store.has(key)).toBe(false);
    store.put(result, toyTiming(key));
    expect(store.failure(key)).toBeUndefined();
    store.putFailure(failure);
    expect(store.failure(key)).toBeUndefined();
  });

  it('does not see a result whose writing was cut off', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, key));
    writeFileSync(join(root, key, 'result.json.123.1.tmp'), '{"format":2,');
    const store = openRunStore({ root });
    expect(store.has(key)).toBe(false);
    expect(store.keys()).toEqual([]);
    store.put(result, toyTiming(key));
    expect(store.get(key)).toEqual(result);
  });

  it('refuses another outcome under the same key, and takes the same one again', () => {
    const store = openRunStore({ root: temporaryFolder() });
    store.put(result, toyTiming(key));
    store.put(result, toyTiming(key, 'elsewhere'));
    expect(store.timing(key)?.host).toBe('here');
    expect(() => store.put(toyResult(toySpec, 0.76), toyTiming(key))).toThrow(
      /the same spec now gave another outcome \(core\); .* raise the version of the definition/,
    );
    expect(store.get(key)).toEqual(result);
  });

  it('refuses a result whose training gave other bits in a run with other probes, and names both', () => {
    const probed = { ...toySpec, probes: [{ kind: 'masks', examples: 10 }] };
    const [sound, other] = [toyResult(probed), toyResult(probed, 0.76)];
    const root = temporaryFolder();
    const committed = join(root, 'runs.jsonl');
    writeCommitted(committed, [result]);
    const own = openRunStore({ root: join(root, 'own') });
    own.put(result, toyTiming(key));
    for (const [store, file] of [
      [openRunStore({ root: join(root, 'own') }), join(root, 'own', key, 'result.json')],
      [openRunStore({ root: join(root, 'empty'), committed: [committed] }), committed],
    ] as const) {
      const put = (): void => store.put(other, toyTiming(other.key));
      expect(put).toThrow(StoreError);
      expect(put).toThrow(
        `${file}: holds the training of run ${key}, which is that of run ${other.key} but for its probes`,
      );
      expect(store.has(other.key)).toBe(false);
      store.put(sound, toyTiming(sound.key));
      expect(store.get(sound.key)).toEqual(sound);
    }
  });

  it('lets trainings differ on a backend that promises no bits', () => {
    const store = openRunStore({ root: temporaryFolder() });
    const spec = { ...toySpec, backend: 'cpu', engine: 'reference' };
    const [plain, probed] = [toyResult(spec), toyResult({ ...spec, probes: [{ kind: 'masks' }] }, 0.1)];
    for (const one of [plain, probed]) store.put(one, toyTiming(one.key));
    expect(store.keys()).toHaveLength(2);
  });

  it('says of a record of format 1 which command brings it into the format of today, and keeps it', () => {
    const { file, store } = storeWithResult(JSON.stringify({ ...result, format: 1 }));
    expect(() => store.get(key)).toThrow(OutdatedRecordError);
    expect(() => store.get(key)).toThrow(/has format 1, .*; `npm run runs:migrate` brings/);
    const [garbage] = findGarbage(store);
    expect(garbage).toMatchObject({ kind: 'outdated', path: join(store.root, key) });
    expect(removeGarbage([garbage!], ['corrupt', 'outdated'])).toEqual([]);
    expect(existsSync(file)).toBe(true);
    expect(store.holdsOutdated()).toBe(true);
    expect(storeWithResult(JSON.stringify(result)).store.holdsOutdated()).toBe(false);
  });

  it.each([
    ['a cut-off file', JSON.stringify(result).slice(0, 300), 'is not JSON, perhaps cut off'],
    ['an empty file', '', 'is empty'],
    [
      'an edited score',
      JSON.stringify({ ...result, outcome: { ...result.outcome, score: 0.99 } }),
      'digests.core: does not fit the outcome',
    ],
    [
      'an edited spec',
      JSON.stringify({ ...result, spec: { ...result.spec, sparsity: 0.8 } }),
      'does not fit the spec',
    ],
    ['a missing field', JSON.stringify({ ...result, data: undefined }), 'data: missing'],
    ['another format', JSON.stringify({ ...result, format: 3 }), 'has format 3, this version reads format 2'],
  ])('refuses %s and says what to do', (_, text, problem) => {
    const { file, store } = storeWithResult(text);
    for (const read of [() => store.get(key), () => store.has(key)]) {
      expect(read).toThrow(StoreError);
      expect(read).toThrow(file);
      expect(read).toThrow(problem);
      expect(read).toThrow('remove it with `dsrnn runs gc --corrupt` or delete the folder');
    }
  });

  it('never writes over a damaged record', () => {
    const { file, store } = storeWithResult('{');
    expect(() => store.put(result, toyTiming(key))).toThrow(StoreError);
    expect(readFileSync(file, 'utf8')).toBe('{');
  });

  it('refuses a record in the folder of another run', () => {
    const root = temporaryFolder();
    const store = openRunStore({ root });
    store.put(result, toyTiming(key));
    const other = toyResult({ ...toySpec, seed: 2 }).key;
    renameSync(join(root, key), join(root, other));
    expect(() => store.get(other)).toThrow(`is the record of run ${key}, not of ${other}`);
    expect(() => store.timing(other)).toThrow(`belongs to run ${key}`);
  });

  it('refuses to write a record that it could not read back', () => {
    const store = openRunStore({ root: temporaryFolder() });
    const wrong = { ...result, digests: { core: digestOf('something else'), probes: {} } };
    expect(() => store.put(wrong, toyTiming(key))).toThrow('the record was not written');
    expect(existsSync(join(store.root, key))).toBe(false);
  });

  it('falls back on the committed results of several files, and prefers its own', () => {
    const folder = temporaryFolder();
    const [first, second] = [join(folder, 'a.jsonl'), join(folder, 'b.jsonl')];
    const other = toyResult({ ...toySpec, seed: 2 }, 0.5);
    writeCommitted(first, [result]);
    writeCommitted(second, [result, other]);
    const committed = [first, second, join(folder, 'absent.jsonl')];
    const store = openRunStore({ root: join(folder, 'runs'), committed });
    expect(store.get(key)?.outcome.score).toBe(0.75);
    expect(store.get(other.key)).toEqual(other);
    expect(store.origin(key)).toBe('committed');
    expect(store.keys()).toEqual([]);
    expect(store.committedKeys()).toEqual([key, other.key].sort());
    expect(store.timing(key)).toBeUndefined();

    const own = toyResult(toySpec, 0.8);
    store.put(own, toyTiming(key));
    expect(store.get(key)?.outcome.score).toBe(0.8);
    expect(store.origin(key)).toBe('own');
  });

  it('asks for a run again when its own result was deleted, though it is committed', () => {
    const folder = temporaryFolder();
    const committed = join(folder, 'runs.jsonl');
    writeCommitted(committed, [result]);
    const store = openRunStore({ root: join(folder, 'runs'), committed: [committed] });
    store.put(result, toyTiming(key));
    expect(store.get(key)).toEqual(result);
    rmSync(join(store.root, key, 'result.json'));
    expect(store.get(key)).toBeUndefined();
    expect(store.origin(key)).toBeUndefined();
    rmSync(join(store.root, key), { recursive: true });
    expect(store.origin(key)).toBe('committed');
  });

  it('does not fall back on a committed result when its own is damaged', () => {
    const folder = temporaryFolder();
    const committed = join(folder, 'runs.jsonl');
    writeCommitted(committed, [result]);
    mkdirSync(join(folder, key));
    writeFileSync(join(folder, key, 'result.json'), '{');
    expect(() => openRunStore({ root: folder, committed: [committed] }).get(key)).toThrow(StoreError);
  });

  it('tells before any training that it cannot be written', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    for (const root of [file, join(file, 'runs')]) {
      const store = openRunStore({ root });
      expect(() => store.assertWritable()).toThrow(StoreError);
      expect(() => store.assertWritable()).toThrow(/cannot be written \(E[A-Z]+\); make the folder writable/);
      expect(() => store.put(result, toyTiming(key))).toThrow(StoreError);
    }
    const good = openRunStore({ root: join(temporaryFolder(), 'new', 'runs') });
    good.assertWritable();
    expect(readdirSync(good.root)).toEqual([]);
  });
});
