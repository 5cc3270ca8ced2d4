/** Recomputes a sample of committed results and compares every bit. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GridRun, LoadedExperiment } from '@dsrnn/experiment';
import { firstDifference, sameDigests, type Difference, type Result } from '@dsrnn/records';
import { chooseSample, sampleSize } from './check-sample.ts';
import { UsageError } from './errors.ts';
import { selectRuns } from './open-experiment.ts';
import { runName } from './progress/progress-lines.ts';
import { runCommand } from './run-command.ts';
import { specName } from './run-records.ts';
import type { Session } from './session.ts';
import { sweep, type SweepReport, type SweepSettings } from './sweep.ts';
import type { Workspace } from './workspace.ts';

/** How many results are recomputed, undefined for as many as `sampleSize` says, and which. */
export interface SampleSettings {
  readonly sample: number | undefined;
  readonly seed: number;
}

/** Whether results of a profile are committed. */
export function isCommitted({ id }: LoadedExperiment, profile: string, { results }: Workspace): boolean {
  return existsSync(join(results, id, profile, 'runs.jsonl'));
}

/** A committed result of other versions than those of today. */
export interface Outdated {
  readonly run: string;
  readonly versions: Readonly<Record<string, { readonly recorded: number; readonly now: number }>>;
}

/** What a check found. It passes if nothing is missing, foreign, different or failed. */
export interface CheckReport {
  readonly experiment: string;
  readonly profile: string;
  readonly committed: number;
  /** Chose which of them are recomputed; the same seed chooses the same. */
  readonly seed: number;
  /** Names of the runs of the grid that the committed file lacks, those of tuning aside. */
  readonly missing: readonly string[];
  /** Runs with which tuning would go on. */
  readonly untuned: number;
  /** Keys in the committed file that the grid does not ask for. */
  readonly foreign: readonly string[];
  /** Of those, runs whose definitions have other versions now; by key, what they are and the versions. */
  readonly outdated: Readonly<Record<string, Outdated>>;
  readonly recomputed: readonly {
    readonly key: string;
    readonly run: string;
    readonly state: 'same' | 'different' | 'failed' | 'interrupted';
    readonly difference: Difference | null;
  }[];
  readonly report: SweepReport;
}

/**
 * Checks `results/<id>/<profile>/runs.jsonl`. The runs go into an empty store of their own, in fresh workers, so
 * nothing stored before can stand in for them. Throws UsageError if nothing is committed, StoreError if it is damaged.
 */
export async function checkResults(
  experiment: LoadedExperiment,
  profile: string,
  { sample: count, seed }: SampleSettings,
  workspace: Workspace,
  session: Session,
  settings: SweepSettings,
): Promise<CheckReport> {
  const { distinctRuns, missingRuns, openRunStore, profileOf, readCommitted } =
    await import('@dsrnn/experiment');
  const file = join(workspace.results, experiment.id, profile, 'runs.jsonl');
  if (!existsSync(file)) {
    throw new UsageError(
      `${file}: no committed results to check; \`dsrnn results write ${experiment.id} --profile ${profile}\` makes them`,
    );
  }
  const committed = new Map(readCommitted(file).map((result) => [result.key, result]));
  // Grown from what is committed, whatever else was computed here.
  const rows = await selectRuns(experiment, { profile }, committed);
  const grid = distinctRuns(rows);
  const missing = missingRuns(
    rows,
    (key) => committed.has(key),
    profileOf(experiment, profile).rates !== undefined,
  );
  const planned = new Set(grid.map(({ key }) => key));
  const foreign = [...committed.values()].filter(({ key }) => !planned.has(key));
  const present = grid.filter(({ key }) => committed.has(key));
  const candidates = present.map((run) => ({ run, key: run.key, method: run.labels.method }));
  const sample = chooseSample(candidates, count ?? sampleSize(candidates.length), seed).map(({ run }) => run);

  const root = mkdtempSync(join(tmpdir(), 'dsrnn-check-'));
  try {
    const store = openRunStore({ root });
    const commandOf = await runCommand(experiment, { profile }, { ...settings, fresh: true }, workspace);
    const place = { store, workspace };
    const report = await sweep(sample, experiment, place, session, { ...settings, commandOf });
    return {
      experiment: experiment.id,
      profile,
      committed: committed.size,
      seed,
      missing: distinctRuns(missing.needed).map(runName),
      untuned: distinctRuns(missing.tuning).length,
      foreign: foreign.map(({ key }) => key),
      outdated: Object.fromEntries(foreign.flatMap((result) => outdatedOf(result, experiment))),
      recomputed: sample.map((run) =>
        compareRun(run, committed.get(run.key)!, store.get(run.key), store.failure(run.key) !== undefined),
      ),
      report,
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Definitions of which a result was recorded at another version than they have now; none for a spec of other times. */
function outdatedOf(
  { key, spec, versions }: Result,
  { registries }: LoadedExperiment,
): (readonly [string, Outdated])[] {
  let now: Readonly<Record<string, number>>;
  try {
    now = registries.versions(spec);
  } catch {
    return []; // It names a kind or a setting that is gone.
  }
  const changed = Object.entries(now)
    .map(([name, version]) => [name, { recorded: versions[name] ?? 1, now: version }] as const)
    .filter(([, { recorded, now: version }]) => recorded !== version);
  return changed.length === 0 ? [] : [[key, { run: specName(spec), versions: Object.fromEntries(changed) }]];
}

function compareRun(
  run: GridRun,
  expected: Result,
  actual: Result | undefined,
  failed: boolean,
): CheckReport['recomputed'][number] {
  const name = { key: run.key, run: runName(run) };
  if (actual === undefined) return { ...name, state: failed ? 'failed' : 'interrupted', difference: null };
  if (sameDigests(actual.digests, expected.digests)) return { ...name, state: 'same', difference: null };
  return {
    ...name,
    state: 'different',
    difference: firstDifference(expected.outcome, actual.outcome) ?? null,
  };
}
