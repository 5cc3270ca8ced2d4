/** `times.json`: measured here by `dsrnn time`, or else the committed one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedExperiment } from '@dsrnn/experiment';
import type { TimesRecord } from '@dsrnn/records';
import { drawnFolder } from './drawing/write-drawn.ts';
import { UsageError } from './errors.ts';
import type { Selection } from './open-experiment.ts';
import type { Workspace } from './workspace.ts';
import type { OutputFile } from './write-files.ts';

const NAME = 'times.json';

/** The file of a record. */
export function timesFile(record: TimesRecord): OutputFile {
  return { name: NAME, content: `${JSON.stringify(record, null, 2)}\n` };
}

/**
 * Times of a profile: those of this very selection in build/, else those of the whole in build/, else those in results/,
 * else null. Throws UsageError for a file that is no such record, or one of another experiment.
 */
export async function readTimes(
  workspace: Workspace,
  declared: LoadedExperiment,
  selection: Selection,
): Promise<TimesRecord | null> {
  const { timesRecord } = await import('@dsrnn/records');
  const { id: experiment } = declared;
  const { profile } = selection;
  const file = [
    drawnFolder({ workspace, experiment: declared, selection }),
    ...[workspace.build, workspace.results].map((folder) => join(folder, experiment, profile)),
  ]
    .map((folder) => join(folder, NAME))
    .find((path) => existsSync(path));
  if (file === undefined) return null;
  const remedy = `delete it, and measure again with \`dsrnn time ${experiment} --profile ${profile}\``;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageError(`${file}: is not JSON; ${remedy}`);
  }
  const parsed = timesRecord.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no record of times'}; ${remedy}`,
    );
  }
  if (parsed.data.experiment !== experiment || parsed.data.profile !== profile) {
    const found = `${parsed.data.experiment} (${parsed.data.profile})`;
    throw new UsageError(`${file}: holds the times of ${found}: it was moved here; ${remedy}`);
  }
  return parsed.data;
}
