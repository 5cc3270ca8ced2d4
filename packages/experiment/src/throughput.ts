/** How fast runs train on a machine, measured from the times of stored runs. */
import { hostname } from 'node:os';
import type { GridRun } from './expand-grid.ts';
import type { Registries } from './registries.ts';
import { timeTraining } from './trainer/time-training.ts';
import type { RunStore } from './run-store.ts';

/** Training speed in multiply-accumulates per second of one worker. */
export interface Throughput {
  readonly macsPerSecond: number;
  /** Speed of each method of which runs were timed, by its kind: masks and comparisons are not counted as MACs. */
  readonly byMethod: Readonly<Record<string, number>>;
  /** What it rests on: stored runs of this machine, a few steps tried just now, or nothing. */
  readonly basis: 'stored runs' | 'trial steps' | 'guess';
  /** Runs timed or tried. */
  readonly runs: number;
}

/** Assumed where no run was timed on this machine: small matrices on one core, a guess to within a factor of three. */
export const guessedThroughput: Throughput = { macsPerSecond: 2e9, byMethod: {}, basis: 'guess', runs: 0 };

/** Speed of `host` over those of `runs` that have times of it in the store; the guess if none has. */
export function measureThroughput(
  runs: readonly GridRun[],
  store: RunStore,
  registries: Registries,
  host: string = hostname(),
): Throughput {
  const timed = runs.flatMap(({ key, spec }) => {
    const time = store.timing(key);
    const result = time?.host === host && time.trainMs > 0 ? store.get(key) : undefined;
    if (time === undefined || result === undefined) return [];
    // A run that stopped early or diverged did only a share of the planned steps.
    const share = result.outcome.steps / plannedSteps(spec.train, result.outcome.steps);
    return [
      { kind: spec.method.kind, macs: registries.plan(spec).trainMacs * share, seconds: time.trainMs / 1000 },
    ];
  });
  if (timed.length === 0) return guessedThroughput;
  return throughputOf(timed, 'stored runs');
}

/** Speed from a few training steps of each method on random data; for each the run that costs most stands in. */
export async function tryThroughput(runs: readonly GridRun[], registries: Registries): Promise<Throughput> {
  const costliest = new Map<string, { readonly run: GridRun; readonly macs: number }>();
  for (const run of runs) {
    const { kind } = run.spec.method;
    const macs = registries.plan(run.spec).trainMacs;
    if (macs > (costliest.get(kind)?.macs ?? 0)) costliest.set(kind, { run, macs });
  }
  const timed: Timed[] = [];
  for (const [kind, { run, macs }] of costliest) {
    timed.push({ kind, macs, seconds: await timeTraining(run.spec) });
  }
  return throughputOf(timed, 'trial steps');
}

interface Timed {
  readonly kind: string;
  readonly macs: number;
  readonly seconds: number;
}

function throughputOf(timed: readonly Timed[], basis: Throughput['basis']): Throughput {
  const kinds = [...new Set(timed.map(({ kind }) => kind))];
  const byMethod = Object.fromEntries(
    kinds.map((kind) => [kind, rate(timed.filter((one) => one.kind === kind))] as const),
  );
  return { macsPerSecond: rate(timed), byMethod, basis, runs: timed.length };
}

/** Seconds that one worker needs to train `macs` by the method `kind`. */
export function trainingSeconds(macs: number, kind: string, throughput: Throughput): number {
  return macs / (throughput.byMethod[kind] ?? throughput.macsPerSecond);
}

function plannedSteps(train: Readonly<Record<string, unknown>>, fallback: number): number {
  const steps = train['steps'];
  return typeof steps === 'number' ? steps : fallback;
}

function rate(timed: readonly Timed[]): number {
  const macs = timed.reduce((sum, one) => sum + one.macs, 0);
  const seconds = timed.reduce((sum, one) => sum + one.seconds, 0);
  return macs / seconds;
}
