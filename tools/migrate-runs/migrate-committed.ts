/** The committed records of one profile: `runs.jsonl`, and the keys in `provenance.json` and `floors.json` beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProvenance, provenance, provenanceDigested } from '@dsrnn/analysis';
import { atomicWrite, writeCommitted } from '@dsrnn/experiment';
import { digestOf, floorsRecord } from '@dsrnn/records';
import { MigrationError } from './migration-error.ts';
import { migrateResult, type Migrated } from './migrate-result.ts';
import { oldProvenance } from './format-1.ts';

/**
 * Migrates `results/<id>/<profile>`; returns its results with their old keys. Throws MigrationError that names what does
 * not verify; then nothing of the folder was written.
 */
export function migrateCommitted(folder: string): Migrated[] {
  const file = join(folder, 'runs.jsonl');
  const problems: string[] = [];
  const migrated = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i): Migrated[] => {
      if (line.trim() === '') return [];
      const one = migrateResult(line);
      if ('record' in one) return [one];
      problems.push(`${file}:${String(i + 1)}: ${one.problem}`);
      return [];
    });
  if (problems.length > 0) throw new MigrationError(problems);
  if (migrated.every(({ oldKey, record }) => oldKey === record.key)) return migrated;
  const beside = [provenanceText(folder, migrated), floorsText(folder, migrated)];
  // The results last: a folder whose results are migrated is done.
  for (const one of beside) if (one !== null) atomicWrite(one.file, one.text);
  writeCommitted(
    file,
    migrated.map(({ record }) => record),
  );
  return migrated;
}

interface Text {
  readonly file: string;
  readonly text: string;
}

function provenanceText(folder: string, migrated: readonly Migrated[]): Text | null {
  const file = join(folder, 'provenance.json');
  const content = contentOf(file);
  if (content === null || provenance.safeParse(content).success) return null;
  const parsed = oldProvenance.safeParse(content);
  if (!parsed.success) throw new MigrationError([`${file}: is no provenance of format 1`]);
  const { digested, digest, environment } = parsed.data;
  if (digestOf(digested) !== digest)
    throw new MigrationError([`${file}: its digest does not fit what it digests`]);
  const keys = new Map(migrated.map(({ oldKey, record }) => [oldKey, record.key]));
  const runs = digested.runs.map((key) => {
    const now = keys.get(key);
    if (now === undefined) throw new MigrationError([`${file}: names run ${key}, which runs.jsonl lacks`]);
    return now;
  });
  const { numerics: _, ...rest } = digested;
  const built = buildProvenance(
    provenanceDigested.parse({ ...rest, versions: {}, runs }),
    environment as Parameters<typeof buildProvenance>[1],
  );
  return { file, text: `${JSON.stringify(built, null, 2)}\n` };
}

function floorsText(folder: string, migrated: readonly Migrated[]): Text | null {
  const file = join(folder, 'floors.json');
  const content = contentOf(file);
  if (content === null) return null;
  const record = floorsRecord.parse(content);
  const keys = new Map(
    migrated.flatMap(({ floors }) => (floors === null ? [] : [[floors.before, floors.now] as const])),
  );
  const floors = record.floors.map((one) => {
    const key = keys.get(one.key) ?? [...keys.values()].find((now) => now === one.key);
    if (key === undefined)
      throw new MigrationError([`${file}: has floors of ${one.task} that no run of runs.jsonl is of`]);
    return { ...one, key };
  });
  return { file, text: `${JSON.stringify({ ...record, floors }, null, 2)}\n` };
}

function contentOf(file: string): unknown {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : null;
}
