/** `floors.json`: what a guess would score, committed beside the results. */
import { join } from 'node:path';
import type { FloorsRecord, TaskFloors } from '@dsrnn/records';
import type { Gathered } from './drawing/gather.ts';
import { readRecordFile } from './record-file.ts';
import type { Workspace } from './workspace.ts';
import type { OutputFile } from './write-files.ts';

const NAME = 'floors.json';

/** The file of a profile's floors. */
export function floorsFile({ experiment, context, floors }: Gathered): OutputFile {
  const { profile } = context;
  const record: FloorsRecord = { format: 1, experiment: experiment.id, profile, floors: [...floors] };
  return { name: NAME, content: `${JSON.stringify(record, null, 2)}\n` };
}

/** Committed floors of a profile, none where none are committed. Throws UsageError for a file that is no such record. */
export async function readFloors(
  { results }: Workspace,
  experiment: string,
  profile: string,
): Promise<readonly TaskFloors[]> {
  const { floorsRecord } = await import('@dsrnn/records');
  const remedy = `restore it from version control, or draw it again with \`dsrnn results redraw ${experiment} --profile ${profile}\``;
  return (
    readRecordFile(NAME, floorsRecord, [join(results, experiment, profile)], { experiment, profile }, remedy)
      ?.floors ?? []
  );
}
