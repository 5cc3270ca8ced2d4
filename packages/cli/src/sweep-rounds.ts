/**
 * Sweeps a grid in rounds: after each, learning rates are added where the best one lies on an edge of those tried; elsewhere
 * the seeds that do not tune follow at the best one. Until nothing is asked for. What is added depends on results alone, so an
 * interrupted sweep goes on where it stopped.
 */
import { count } from '@dsrnn/portable';
import type { GridRun, LoadedExperiment, SweepSummary } from '@dsrnn/experiment';
import { selectRuns, type Selection } from './open-experiment.ts';
import { runCommand } from './run-command.ts';
import type { Session } from './session.ts';
import { sweep, type SweepPlace, type SweepReport, type SweepSettings } from './sweep.ts';

/** The end of all rounds. */
export interface TunedSweep {
  /** The grid with all that was added. */
  readonly runs: readonly GridRun[];
  readonly report: SweepReport;
}

/** Sweeps the selected runs and what tuning adds to them. Throws as `sweep`. */
export async function sweepRounds(
  experiment: LoadedExperiment,
  selection: Selection,
  place: SweepPlace,
  session: Session,
  settings: SweepSettings,
): Promise<TunedSweep> {
  const { signal, failFast, silent } = settings;
  const { store, workspace } = place;
  let runs = await selectRuns(experiment, selection, store);
  const order = { ...settings, commandOf: await runCommand(experiment, selection, settings, workspace) };
  let report = await sweep(runs, experiment, place, session, order);
  for (;;) {
    if (signal.aborted || (failFast && report.failures.length > 0)) return { runs, report };
    const grown = await selectRuns(experiment, selection, store);
    const known = new Set(runs.map(({ key }) => key));
    const added = grown.filter(({ key }) => !known.has(key));
    runs = grown;
    if (added.length === 0) return { runs, report };
    if (!silent) session.note(`${experiment.id} (${selection.profile}): ${addedText(added)}`);
    report = sumOf(report, await sweep(added, experiment, place, session, order));
  }
}

function addedText(added: readonly GridRun[]): string {
  const rates = added.filter(({ tunes }) => tunes);
  const followers = added.filter(({ tunes }) => !tunes);
  const recipes = [...new Set(rates.map(({ labels }) => labels.recipe))];
  const ratesText =
    `tuning adds ${count(rates.length, 'run')} (${recipes.join(', ')}), where the best learning rate is the highest or ` +
    'the lowest of those tried';
  const followersText = `tuning is over at the places of ${count(followers.length, 'run')} of the other seeds, which follow at the best learning rate`;
  return [
    ...(rates.length === 0 ? [] : [ratesText]),
    ...(followers.length === 0 ? [] : [followersText]),
  ].join('; ');
}

function sumOf(a: SweepReport, b: SweepReport): SweepReport {
  const counts = Object.keys(a.summary) as (keyof SweepSummary)[];
  return {
    summary: Object.fromEntries(
      counts.map((count) => [count, a.summary[count] + b.summary[count]]),
    ) as unknown as SweepSummary,
    failures: [...a.failures, ...b.failures],
    lost: [...a.lost, ...b.lost],
    held: [...a.held, ...b.held],
    handedOn: [...a.handedOn, ...b.handedOn],
    notBegun: a.notBegun + b.notBegun,
    wallMs: a.wallMs + b.wallMs,
  };
}
