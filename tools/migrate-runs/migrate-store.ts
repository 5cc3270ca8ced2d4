/** The runs of one's own: `runs/<key>/{result,timing,failure}.json`, each into the folder of its new key. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { atomicWrite, keyOf, normalSpec, openRunStore, registries } from '@dsrnn/experiment';
import { failure, timing } from '@dsrnn/records';
import { numericsOfVersion1, oldFailure, oldKey } from './format-1.ts';
import { migrateResult } from './migrate-result.ts';

/** What became of a store. */
export interface StoreMigration {
  /** New keys by old ones, of runs that were moved. */
  readonly moved: ReadonlyMap<string, string>;
  /** What stayed where it is, each with its file and why. */
  readonly left: readonly string[];
}

/**
 * Migrates every run that verifies, one after the other: the new folder is whole before the old one goes, so that it can
 * be stopped and called again. What does not verify, and what a process is computing, stays and is named.
 */
export function migrateStore(root: string): StoreMigration {
  const moved = new Map<string, string>();
  const left: string[] = [];
  const store = openRunStore({ root });
  for (const key of store.folders()) {
    const folder = join(root, key);
    try {
      const isHeld = store.leases(key).some(({ dead }) => dead === null);
      const now = isHeld ? 'a process computes it now' : moveRun(root, key);
      if (now === null || now === key) continue;
      if (/^[0-9a-f]{64}$/.test(now)) moved.set(key, now);
      else left.push(`${folder}: ${now}`);
    } catch (error) {
      left.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { moved, left };
}

/** The new key of a run, why it was not moved, or null where there is nothing to move. */
function moveRun(root: string, key: string): string | null {
  const texts = { result: textOf(root, key, 'result'), failure: textOf(root, key, 'failure') };
  const found =
    texts.result !== null
      ? migratedResult(texts.result)
      : texts.failure !== null
        ? migratedFailure(texts.failure)
        : null;
  if (found === null || 'problem' in found) return found?.problem ?? null;
  const { name, record, oldKey: was } = found;
  if (was !== key) return `is the record of run ${was}: it was moved here`;
  if (record.key === key) return key;
  const folder = join(root, record.key);
  const times = textOf(root, key, 'timing');
  if (times !== null)
    write(join(folder, 'timing.json'), { ...timing.parse(JSON.parse(times)), key: record.key });
  write(join(folder, `${name}.json`), record);
  rmSync(join(root, key), { recursive: true });
  return record.key;
}

function migratedResult(text: string) {
  const one = migrateResult(text);
  return 'problem' in one ? one : { name: 'result', record: one.record, oldKey: one.oldKey };
}

/** A failure says of which spec it is, not of which data: it is kept if it is of today's. */
function migratedFailure(text: string) {
  const data: unknown = JSON.parse(text);
  const current = failure.safeParse(data);
  if (current.success) return { name: 'failure', record: current.data, oldKey: current.data.key };
  const old = oldFailure.parse(data);
  const sources = registries.dataDigests(old.spec.task);
  if (oldKey(old.spec, sources, numericsOfVersion1) !== old.key)
    return { problem: `the failure of run ${old.key} is of other data or numbers: delete it` };
  const spec = normalSpec(old.spec, registries);
  const key = keyOf({ spec, data: sources, versions: {} });
  return { name: 'failure', record: failure.parse({ ...old, format: 2, key, spec }), oldKey: old.key };
}

function textOf(root: string, key: string, name: string): string | null {
  const file = join(root, key, `${name}.json`);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function write(file: string, record: unknown): void {
  atomicWrite(file, `${JSON.stringify(record, null, 2)}\n`);
}
