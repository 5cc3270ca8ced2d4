/** The committed results of one profile: `results/<id>/<profile>/`. */
import { join, relative } from 'node:path';
import type { LoadedExperiment } from '@dsrnn/experiment';
import { drawAll } from './drawing/draw-all.ts';
import { gather } from './drawing/gather.ts';
import { UsageError } from './errors.ts';
import { exitCode } from './exit-code.ts';
import { selectRuns, type Opened } from './open-experiment.ts';
import { provenanceFiles } from './provenance-facts.ts';
import type { Session } from './session.ts';
import { timesFile } from './times-file.ts';
import { writeFiles } from './write-files.ts';

/**
 * Writes runs.jsonl, tables, figures, claims and provenance.json, and returns their paths. Throws UsageError unless
 * every run of the profile has a result: a committed table has no holes.
 */
export async function writeResults(
  experiment: LoadedExperiment,
  profile: string,
  opened: Opened,
  session: Session,
): Promise<string[]> {
  const { distinctRuns, writeCommitted } = await import('@dsrnn/experiment');
  const { store, workspace } = opened;
  const runs = distinctRuns(await selectRuns(experiment, { profile }));
  const results = runs.flatMap(({ key }) => store.get(key) ?? []);
  if (results.length < runs.length) {
    throw new UsageError(
      `${experiment.id} (${profile}): ${String(runs.length - results.length)} of ${String(runs.length)} runs have no result; ` +
        `\`dsrnn run ${experiment.id} --profile ${profile}\` computes them`,
    );
  }
  // Everything is drawn before anything is written, so that an error leaves the folder as it was.
  const gathered = await gather(experiment, { profile }, opened, session, true);
  const { families } = await drawAll(gathered, session);
  if (session.undone.some(({ code }) => code === exitCode.failed)) {
    throw new UsageError(
      `${experiment.id} (${profile}): nothing was written, for an internal error would be committed`,
    );
  }
  const provenance = await provenanceFiles(gathered, runs, opened);

  const { context } = gathered;
  const folder = join(workspace.results, experiment.id, profile);
  const record = join(folder, 'runs.jsonl');
  writeCommitted(record, results);
  const paths = [
    record,
    ...Object.entries(families).flatMap(([family, files]) => writeFiles(folder, family, files)),
    ...writeFiles(folder, 'provenance', provenance),
    ...(context.times === null ? [] : writeFiles(folder, 'times', [timesFile(context.times)])),
  ];
  return paths.map((path) => relative(session.host.cwd, path));
}
