/** `dsrnn status`: what is stored of each experiment and profile. */
import type { Lease, LoadedExperiment, RunStore } from '@dsrnn/experiment';
import type { Argv } from 'yargs';
import { disagreementNote } from '../disagreement-note.ts';
import { leaseText } from '../lease-text.ts';
import { openExperiments, selectRuns } from '../open-experiment.ts';
import { text, withJson, withOptionalExperiments } from '../options.ts';
import { runName } from '../progress/progress-lines.ts';
import type { Session } from '../session.ts';
import { alignColumns, firstOf } from '../text-columns.ts';
import { undoneRuns } from '../undone-runs.ts';

/** Adds the command. */
export function addStatus(cli: Argv, session: Session): Argv {
  return cli.command(
    'status [experiment..]',
    'Show which runs have results',
    (command) =>
      withJson(withOptionalExperiments(command))
        .option('profile', text('only this profile'))
        .example('$0 status', 'all experiments, all profiles; exit code 6 while a run is missing')
        .example('$0 status sparsity --profile quick --json', 'for a program'),
    async ({ experiment: names, profile, json }) => {
      const { experiments, store } = await openExperiments(names, session);
      const rows = [];
      for (const experiment of experiments) {
        // Without a list of experiments, one that has no such profile is passed over.
        const asked = names.length > 0 || profile === undefined || experiment.profiles.includes(profile);
        for (const name of profile === undefined ? experiment.profiles : asked ? [profile] : []) {
          rows.push(await statusOf(experiment, name, store));
        }
      }
      if (json) session.printJson(rows);
      else session.print(statusText(rows, session.width));
      const undone = rows.filter(({ missing }) => missing > 0);
      if (undone.length > 0) session.leaveUndone(undoneRuns(undone));
    },
  );
}

/** How many leases are named. */
const NAMED = 10;

interface Status {
  readonly experiment: string;
  readonly profile: string;
  readonly runs: number;
  readonly own: number;
  readonly committed: number;
  readonly diverged: number;
  readonly missing: number;
  /** Where results computed here differ from the committed ones; null where they do not. */
  readonly disagreement: string | null;
  readonly failures: readonly { readonly key: string; readonly run: string; readonly error: string }[];
  /** On runs without a result of one's own. */
  readonly leases: readonly (Lease & { readonly key: string; readonly run: string })[];
}

async function statusOf(experiment: LoadedExperiment, profile: string, store: RunStore): Promise<Status> {
  const { distinctRuns } = await import('@dsrnn/experiment');
  const runs = distinctRuns(await selectRuns(experiment, { profile }, store));
  const from = (origin: 'own' | 'committed'): number =>
    runs.filter(({ key }) => store.origin(key) === origin).length;
  const missing = runs.filter(({ key }) => !store.has(key));
  const disagreement = disagreementNote(`${experiment.id} (${profile})`, runs, store);
  return {
    experiment: experiment.id,
    profile,
    runs: runs.length,
    own: from('own'),
    committed: from('committed'),
    diverged: runs.filter(({ key }) => store.get(key)?.outcome.status === 'diverged').length,
    missing: missing.length,
    disagreement,
    failures: missing.flatMap((run) => {
      const failure = store.failure(run.key);
      if (failure === undefined) return [];
      return [{ key: run.key, run: runName(run), error: `${failure.error.name}: ${failure.error.message}` }];
    }),
    leases: runs
      .filter(({ key }) => store.origin(key) !== 'own')
      .flatMap((run) =>
        store.leases(run.key).map((lease) => ({ key: run.key, run: runName(run), ...lease })),
      ),
  };
}

function statusText(rows: readonly Status[], width: number): string {
  const head = [
    'experiment',
    'profile',
    'runs',
    'computed here',
    'committed',
    'diverged',
    'missing',
    'failed',
  ];
  const lines = rows.map((row) => {
    const { experiment, profile, runs, own, committed, diverged, missing, failures } = row;
    return [experiment, profile, ...[runs, own, committed, diverged, missing, failures.length].map(String)];
  });
  const failures = rows.flatMap((row) => row.failures.map(({ run, error }) => `failed  ${run}  ${error}`));
  const leases = rows.flatMap((row) =>
    row.leases.map(
      (lease) => `${lease.dead === null ? 'leased' : 'dead lease'}  ${lease.run}  (${leaseText(lease)})`,
    ),
  );
  const disagreements = rows.flatMap(({ disagreement }) => disagreement ?? []);
  return [
    ...alignColumns([head, ...lines], 2, width),
    ...failures,
    ...firstOf([...new Set(leases)], NAMED),
    ...disagreements,
  ].join('\n');
}
