/** The committed results of one profile: `results/<id>/<profile>/`. */
import { join, relative } from 'node:path';
import type { LoadedExperiment } from '@dsrnn/experiment';
import { drawAll, type Drawn } from './drawing/draw-all.ts';
import { gather, type Gathered } from './drawing/gather.ts';
import { IncompleteError, UsageError } from './errors.ts';
import { exitCode } from './exit-code.ts';
import { committedOnly, selectRuns, type Opened } from './open-experiment.ts';
import { provenanceFiles } from './provenance-facts.ts';
import type { Session } from './session.ts';
import { timesFile } from './record-files.ts';
import { undoneRuns } from './undone-runs.ts';
import { writeFiles } from './write-files.ts';

/**
 * Writes runs.jsonl, tables, figures, claims, floors and provenance.json, and returns their paths. Throws IncompleteError unless
 * every run of the profile has a result: a committed table has no holes. With `untuned` the learning rates may not have
 * been extended to the end, as long as every place has one with all its seeds.
 */
export async function writeResults(
  experiment: LoadedExperiment,
  profile: string,
  opened: Opened,
  session: Session,
  untuned = false,
): Promise<string[]> {
  const { distinctRuns, missingRuns, profileOf, writeCommitted } = await import('@dsrnn/experiment');
  const { store, workspace } = opened;
  const rows = await selectRuns(experiment, { profile }, store);
  const runs = distinctRuns(rows);
  const results = runs.flatMap(({ key }) => store.get(key) ?? []);
  const tuned = profileOf(experiment, profile).rates !== undefined;
  const { needed, tuning } = missingRuns(rows, (key) => store.has(key), tuned);
  const undone = distinctRuns([...needed, ...(untuned ? [] : tuning)]).length;
  if (undone > 0) {
    const text = undoneRuns([{ experiment: experiment.id, profile, missing: undone }]);
    if (needed.length > 0) throw new IncompleteError(text);
    throw new IncompleteError(
      `${text}; tuning goes on with them, or --untuned writes what there is, with the choices marked that lie on an edge`,
    );
  }
  // Everything is drawn before anything is written, so that an error leaves the folder as it was.
  const gathered = await gather(experiment, { profile }, opened, session, true);
  const families = await drawnOrThrow(gathered, session);
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

/**
 * Draws tables, figures, claims and floors anew from the runs and times that are committed, and returns their paths. What
 * was computed stays: runs.jsonl, times.json, provenance.json. Throws DatasetError where scores of guessing are neither
 * committed nor to be had from data on this machine.
 */
export async function redrawResults(
  experiment: LoadedExperiment,
  profile: string,
  opened: Opened,
  session: Session,
): Promise<string[]> {
  const { workspace } = opened;
  const committed = await committedOnly(opened, experiment.id, profile);
  const families = await drawnOrThrow(
    await gather(experiment, { profile }, committed, session, true),
    session,
  );
  const folder = join(workspace.results, experiment.id, profile);
  return Object.entries(families)
    .flatMap(([family, files]) => writeFiles(folder, family, files))
    .map((path) => relative(session.host.cwd, path));
}

async function drawnOrThrow(gathered: Gathered, session: Session): Promise<Drawn['families']> {
  const { families } = await drawAll(gathered, session);
  if (session.undone.some(({ code }) => code === exitCode.failed)) {
    const { experiment, context } = gathered;
    throw new UsageError(
      `${experiment.id} (${context.profile}): nothing was written, for an internal error would be committed`,
    );
  }
  return families;
}
