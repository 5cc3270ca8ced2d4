/**
 * Records of a profile besides its runs, one JSON file each: `floors.json`, what a guess would score; `times.json`,
 * wall-clock times as `dsrnn time` measured them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FloorsRecord, TaskFloors, TimesRecord } from '@dsrnn/records';
import type { z } from 'zod';
import type { Gathered } from './drawing/gather.ts';
import { UsageError } from './errors.ts';
import type { Workspace } from './workspace.ts';
import { jsonFile, type OutputFile } from './write-files.ts';

const FLOORS = 'floors.json';
const TIMES = 'times.json';

/** The file of a profile's floors. */
export function floorsFile({ experiment, context, floors }: Gathered): OutputFile {
  const { profile } = context;
  const record: FloorsRecord = { format: 1, experiment: experiment.id, profile, floors: [...floors] };
  return jsonFile(FLOORS, record);
}

/** Committed floors of a profile, none where none are committed. Throws UsageError for a file that is no such record. */
export async function readFloors(
  { results }: Workspace,
  experiment: string,
  profile: string,
): Promise<readonly TaskFloors[]> {
  const { floorsRecord } = await import('@dsrnn/records');
  const remedy = `restore it from version control, or draw it again with \`dsrnn results redraw ${experiment} --profile ${profile}\``;
  const folders = [join(results, experiment, profile)];
  const record = await readRecord(FLOORS, floorsRecord, folders, { experiment, profile }, remedy);
  return record?.floors ?? [];
}

/** The file of measured times. */
export function timesFile(record: TimesRecord): OutputFile {
  return jsonFile(TIMES, record);
}

/** Times of a profile from the first of `folders` that has them, else null. Throws UsageError for a file that is no such record. */
export async function readTimes(
  folders: readonly string[],
  experiment: string,
  profile: string,
): Promise<TimesRecord | null> {
  const { timesRecord } = await import('@dsrnn/records');
  const remedy = `delete it, and measure again with \`dsrnn time ${experiment} --profile ${profile}\``;
  return readRecord(TIMES, timesRecord, folders, { experiment, profile }, remedy);
}

/** What every such record says of itself. */
interface Belonging {
  readonly experiment: string;
  readonly profile: string;
}

/**
 * The record in the first of `folders` that has a file of this `name`, else null. Throws UsageError for a
 * file that is no such record, or one of another experiment, with what to do about it.
 */
async function readRecord<Record extends Belonging>(
  name: string,
  schema: z.ZodType<Record>,
  folders: readonly string[],
  { experiment, profile }: Belonging,
  remedy: string,
): Promise<Record | null> {
  const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return null;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageError(`${file}: is not JSON; ${remedy}`);
  }
  const { checkSchema, formatPath } = await import('@dsrnn/experiment');
  const checked = checkSchema(schema, content);
  if (!('value' in checked)) {
    const [issue = { path: [], message: 'is no such record' }] = checked.issues;
    throw new UsageError(`${file}: ${formatPath(issue.path)}: ${issue.message}; ${remedy}`);
  }
  const record = checked.value;
  if (record.experiment !== experiment || record.profile !== profile) {
    const found = `${record.experiment} (${record.profile})`;
    throw new UsageError(`${file}: belongs to ${found}: it was moved here; ${remedy}`);
  }
  return record;
}
