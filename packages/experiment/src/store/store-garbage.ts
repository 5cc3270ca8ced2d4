/** What lies in a run store and is of no use: found here, removed only when asked. */
import { rmSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unwritable } from './atomic-write.ts';
import { modelFile } from './kept-models.ts';
import { clearLease, takeoverOf } from './lease/lease.ts';
import { entriesOf, type RunStore } from './run-store.ts';
import { OutdatedRecordError, StoreError } from './store-error.ts';

/**
 * `unreferenced`: a run that no grid asks for. `temporary`: left over from a crash. `dead-lease`: its holder
 * is gone. `empty`: a folder without a record. `corrupt`: a damaged record, with the whole run where it is the result. `foreign`: not put there by the
 * store; never removed. `outdated`: of an older format, to be migrated; never removed.
 */
export type GarbageKind =
  'unreferenced' | 'temporary' | 'dead-lease' | 'empty' | 'corrupt' | 'outdated' | 'foreign';

const kept: readonly GarbageKind[] = ['foreign', 'outdated'];

/** One file or folder. */
export interface Garbage {
  readonly kind: GarbageKind;
  readonly path: string;
  /** What is wrong with it. */
  readonly detail: string;
}

const ownFiles = ['result.json', 'timing.json', 'failure.json', modelFile, 'lock', takeoverOf('lock')];

/**
 * Everything in the store's own folder that is of no use, by path. `keep` holds the keys of all grids in use; without
 * it no run counts as unreferenced. The folder of a run that a living process is computing is left alone.
 */
export function findGarbage(store: RunStore, keep?: ReadonlySet<string>): Garbage[] {
  const folders = new Set(store.folders());
  return entriesOf(store.root).flatMap((name): Garbage[] => {
    const path = join(store.root, name);
    if (folders.has(name)) return inFolder(store, name, keep);
    return name.endsWith('.tmp')
      ? [{ kind: 'temporary', path, detail: 'left over from a crash' }]
      : [{ kind: 'foreign', path, detail: 'not part of the run store' }];
  });
}

/**
 * Removes what `findGarbage` found, `foreign` and `outdated` things excepted, and returns what it removed. Pass the kinds that the
 * user agreed to. Throws StoreError if something cannot be removed.
 */
export function removeGarbage(garbage: readonly Garbage[], kinds: readonly GarbageKind[]): Garbage[] {
  return garbage.filter(({ kind, path }) => {
    if (kept.includes(kind) || !kinds.includes(kind)) return false;
    if (kind === 'dead-lease') return clearLease(path); // another process may have taken it over meanwhile
    try {
      if (kind === 'empty') rmdirSync(path);
      else rmSync(path, { recursive: true, force: true });
    } catch (cause) {
      throw unwritable(path, cause);
    }
    return true;
  });
}

function inFolder(store: RunStore, key: string, keep: ReadonlySet<string> | undefined): Garbage[] {
  const folder = join(store.root, key);
  if (!statSync(folder).isDirectory())
    return [{ kind: 'foreign', path: folder, detail: 'a file, not a folder' }];
  const leases = store.leases(key);
  if (leases.some(({ dead }) => dead === null)) return [];
  const names = entriesOf(folder);
  if (names.length === 0) return [{ kind: 'empty', path: folder, detail: 'no record in it' }];
  const damage = damageOf(() => store.get(key));
  if (damage !== undefined) return [{ path: folder, ...damage }];
  // What is said beside a result may go without it.
  const beside = [
    { name: 'timing.json', damage: damageOf(() => store.timing(key)) },
    { name: 'failure.json', damage: damageOf(() => store.failure(key)) },
    { name: modelFile, damage: damageOf(() => store.models.read(key)) },
  ].flatMap(({ name, damage }): Garbage[] =>
    damage === undefined ? [] : [{ path: join(folder, name), ...damage }],
  );
  if (keep !== undefined && !keep.has(key)) {
    return [{ kind: 'unreferenced', path: folder, detail: 'no experiment asks for this run' }];
  }
  const others = names.flatMap((name): Garbage[] => {
    const path = join(folder, name);
    const lease = leases.find((one) => one.path === path);
    if (lease !== undefined) return [{ kind: 'dead-lease', path, detail: lease.dead ?? '' }];
    if (name === modelFile && store.origin(key) !== 'own')
      return [{ kind: 'temporary', path, detail: 'the model of a run that has no result' }];
    if (name.endsWith('.tmp')) return [{ kind: 'temporary', path, detail: 'left over from a crash' }];
    return ownFiles.includes(name) ? [] : [{ kind: 'foreign', path, detail: 'not part of a run' }];
  });
  return [...beside, ...others];
}

function damageOf(read: () => unknown): Pick<Garbage, 'kind' | 'detail'> | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof StoreError)
      return {
        kind: error instanceof OutdatedRecordError ? 'outdated' : 'corrupt',
        detail: error.message,
      };
    throw error;
  }
}
