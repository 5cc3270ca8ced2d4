import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '@dsrnn/portable/testing';
import { toyResult, toySpec, toyTiming } from '../../test/toy-registries.ts';
import { openRunStore, type RunStore } from './run-store.ts';
import { findGarbage, removeGarbage } from './store-garbage.ts';

const results = [1, 2, 3].map((seed) => toyResult({ ...toySpec, seed }));
const [kept, dropped, damaged] = results as [(typeof results)[0], (typeof results)[0], (typeof results)[0]];

function fullStore(): RunStore {
  const store = openRunStore({ root: temporaryFolder() });
  for (const one of results) store.put(one, toyTiming(one.key));
  const at = (...path: string[]): string => join(store.root, ...path);
  writeFileSync(at(damaged.key, 'result.json'), '{');
  writeFileSync(at(kept.key, 'result.json.5.1.tmp'), '');
  writeFileSync(at(kept.key, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), token: 'x' }));
  writeFileSync(at(kept.key, 'notes.txt'), '');
  writeFileSync(at('.probe.5.tmp'), '');
  writeFileSync(at('README'), '');
  mkdirSync(at('e'.repeat(64)));
  return store;
}

function summary(store: RunStore, keep?: ReadonlySet<string>): string[] {
  const found = findGarbage(store, keep);
  return found
    .map(({ kind, path }) => `${kind} ${path.slice(store.root.length + 1).replaceAll(/[0-9a-f]{60}/g, '')}`)
    .sort();
}

describe('findGarbage', () => {
  it('finds nothing in a store that does not exist or holds sound runs only', () => {
    expect(findGarbage(openRunStore({ root: join(temporaryFolder(), 'none') }))).toEqual([]);
    const store = openRunStore({ root: temporaryFolder() });
    store.put(kept, toyTiming(kept.key));
    expect(findGarbage(store, new Set([kept.key]))).toEqual([]);
  });

  it('tells the kinds apart', () => {
    const store = fullStore();
    const short = (key: string): string => key.slice(60);
    const always = [
      `corrupt ${short(damaged.key)}`,
      'empty eeee',
      `foreign ${short(kept.key)}/notes.txt`,
      'foreign README',
      `dead-lease ${short(kept.key)}/lock`,
      `temporary ${short(kept.key)}/result.json.5.1.tmp`,
      'temporary .probe.5.tmp',
    ];
    expect(summary(store)).toEqual([...always].sort());
    expect(summary(store, new Set([kept.key, damaged.key]))).toEqual(
      [...always, `unreferenced ${short(dropped.key)}`].sort(),
    );
  });

  it('leaves alone what a living process is computing', () => {
    const store = openRunStore({ root: temporaryFolder() });
    store.claimRun(kept.key);
    writeFileSync(join(store.root, kept.key, 'result.json.5.1.tmp'), '');
    expect(findGarbage(store, new Set())).toEqual([]);
  });
});

describe('removeGarbage', () => {
  it('keeps the result of a run whose times are damaged', () => {
    const store = openRunStore({ root: temporaryFolder() });
    store.put(kept, toyTiming(kept.key));
    const file = join(store.root, kept.key, 'timing.json');
    writeFileSync(file, '{');
    const found = findGarbage(store);
    expect(found.map(({ kind, path }) => [kind, path])).toEqual([['corrupt', file]]);
    removeGarbage(found, ['corrupt']);
    expect(store.get(kept.key)).toEqual(kept);
    expect(store.timing(kept.key)).toBeUndefined();
    expect(findGarbage(store)).toEqual([]);
  });

  it('removes the kinds that were agreed to, never foreign things', () => {
    const store = fullStore();
    const found = findGarbage(store, new Set([kept.key]));
    removeGarbage(found, ['temporary', 'dead-lease', 'empty', 'unreferenced', 'foreign']);
    expect(summary(store, new Set([kept.key])).map((one) => one.split(' ')[0])).toEqual([
      'corrupt',
      'foreign',
      'foreign',
    ]);
    expect(store.get(kept.key)).toEqual(kept);
    expect(existsSync(join(store.root, dropped.key))).toBe(false);
    const removed = removeGarbage(findGarbage(store), ['corrupt']);
    expect(removed.map(({ kind }) => kind)).toEqual(['corrupt']);
    expect(store.keys()).toEqual([kept.key]);
  });
});
