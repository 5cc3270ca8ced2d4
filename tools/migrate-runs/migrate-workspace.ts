/** All records of a workspace, from format 1 to format 2. */
import { count } from '@dsrnn/portable';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { migrateCommitted } from './migrate-committed.ts';
import { migrateGrids } from './migrate-grids.ts';
import { migrateStore } from './migrate-store.ts';
import { MigrationError } from './migration-error.ts';

/** Folders with records. */
export interface Folders {
  readonly results: string;
  readonly runs: string;
  readonly build: string;
}

/** What was done, and what could not be. */
export interface Report {
  readonly lines: readonly string[];
  readonly problems: readonly string[];
}

/** Migrates committed results, then one's own runs, then the records of grids. May be called again at any time. */
export function migrateWorkspace({ results, runs, build }: Folders): Report {
  const lines: string[] = [];
  const problems: string[] = [];
  const keys = new Map<string, string>();
  for (const folder of profileFolders(results)) {
    try {
      const migrated = migrateCommitted(folder);
      const changed = migrated.filter(({ oldKey, record }) => oldKey !== record.key);
      for (const { oldKey, record } of changed) keys.set(oldKey, record.key);
      lines.push(`${folder}: ${String(changed.length)} of ${count(migrated.length, 'result')} migrated`);
    } catch (error) {
      if (!(error instanceof MigrationError)) throw error;
      problems.push(...error.problems);
    }
  }
  const own = migrateStore(runs);
  for (const [old, now] of own.moved) keys.set(old, now);
  lines.push(`${runs}: ${count(own.moved.size, 'run')} migrated`);
  lines.push(`${build}: ${String(migrateGrids(build, keys))} records of grids migrated`);
  return { lines, problems: [...problems, ...own.left] };
}

function profileFolders(results: string): string[] {
  if (!existsSync(results)) return [];
  return readdirSync(results, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('runs.jsonl'))
    .map((file) => dirname(join(results, file)))
    .sort();
}
