/** `times.json`: wall-clock times as `dsrnn time` measured them. */
import type { TimesRecord } from '@dsrnn/records';
import { readRecordFile } from './record-file.ts';
import type { OutputFile } from './write-files.ts';

const NAME = 'times.json';

/** The file of a record. */
export function timesFile(record: TimesRecord): OutputFile {
  return { name: NAME, content: `${JSON.stringify(record, null, 2)}\n` };
}

/** Times of a profile from the first of `folders` that has them, else null. Throws UsageError for a file that is no such record. */
export async function readTimes(
  folders: readonly string[],
  experiment: string,
  profile: string,
): Promise<TimesRecord | null> {
  const { timesRecord } = await import('@dsrnn/records');
  const remedy = `delete it, and measure again with \`dsrnn time ${experiment} --profile ${profile}\``;
  return readRecordFile(NAME, timesRecord, folders, { experiment, profile }, remedy);
}
