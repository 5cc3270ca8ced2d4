/** How fast runs train on a machine, measured from the times of stored runs. */
import { hostname } from 'node:os';
import type { RunSpec } from '@dsrnn/records';
import type { GridRun } from './expand-grid.ts';
import type { Registries } from '../spec/registries.ts';
import { timeStep } from '../run/times/time-training.ts';
import type { RunStore } from '../store/run-store.ts';

/** Training speed in multiply-accumulates per second of one worker. */
export interface Throughput {
  readonly macsPerSecond: number;
  /** Speed of each pair of architecture and method of which runs were timed, see `speedKey`: work is only estimated. */
  readonly byPair: Readonly<Record<string, number>>;
  /** What it rests on: stored runs of this machine, a few steps tried just now, or nothing. */
  readonly basis: 'stored runs' | 'trial steps' | 'guess';
  /** Runs timed, or tried. */
  readonly runs: number;
  /** Pairs tried besides, where the rest rests on stored runs. */
  readonly tried?: number;
}

/** Reading data and building a model, measured on the digits. */
const START_SECONDS = 0.15;

/** Assumed where no run was timed on this machine: small matrices on one core, a guess to within a factor of three. */
export const guessedThroughput: Throughput = { macsPerSecond: 2e9, byPair: {}, basis: 'guess', runs: 0 };

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
      { pair: speedKey(spec), macs: registries.plan(spec).trainMacs * share, seconds: time.trainMs / 1000 },
    ];
  });
  if (timed.length === 0) return guessedThroughput;
  return throughputOf(timed, 'stored runs');
}

/** Pairs of architecture and method of `runs` whose speed is not known. */
export function untimedPairs(runs: readonly GridRun[], { byPair }: Throughput): string[] {
  return [...new Set(runs.map(({ spec }) => speedKey(spec)))].filter((pair) => byPair[pair] === undefined);
}

/**
 * Adds to `known` the speed of each pair of architecture and method that it lacks, from a few training steps on random
 * data; the costliest run of a pair stands in for it.
 */
export async function tryThroughput(
  runs: readonly GridRun[],
  registries: Registries,
  known: Throughput,
): Promise<Throughput> {
  const wanted = new Set(untimedPairs(runs, known));
  const costliest = new Map<string, { readonly spec: RunSpec; readonly macs: number }>();
  for (const run of runs) {
    const pair = speedKey(run.spec);
    if (!wanted.has(pair)) continue;
    // What a strategy does besides is no part of the steps that are tried.
    const { strategy: _, ...spec } = run.spec;
    const macs = registries.plan(spec).stepMacs;
    if (macs > (costliest.get(pair)?.macs ?? 0)) costliest.set(pair, { spec, macs });
  }
  const timed: Timed[] = [];
  for (const [pair, { spec, macs }] of costliest) {
    timed.push({ pair, macs, seconds: await timeStep(spec) });
  }
  if (timed.length === 0) return known;
  const tried = throughputOf(timed, 'trial steps');
  if (known.basis === 'guess') return tried;
  return { ...known, byPair: { ...known.byPair, ...tried.byPair }, tried: timed.length };
}

interface Timed {
  readonly pair: string;
  readonly macs: number;
  readonly seconds: number;
}

function throughputOf(timed: readonly Timed[], basis: Throughput['basis']): Throughput {
  const pairs = [...new Set(timed.map(({ pair }) => pair))];
  const byPair = Object.fromEntries(
    pairs.map((pair) => [pair, rate(timed.filter((one) => one.pair === pair))] as const),
  );
  return { macsPerSecond: rate(timed), byPair, basis, runs: timed.length };
}

/** What a speed is measured for: an architecture with a method. */
export function speedKey({ architecture, method }: RunSpec): string {
  return `${architecture.kind} ${method.kind}`;
}

/** Seconds that one worker needs for a run whose training and evaluation are `macs`. */
export function runSeconds(macs: number, run: RunSpec, throughput: Throughput): number {
  return START_SECONDS + macs / (throughput.byPair[speedKey(run)] ?? throughput.macsPerSecond);
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
