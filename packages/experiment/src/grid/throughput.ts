/** How fast runs train on a machine, measured from the times of stored runs. */
import { hostname } from 'node:os';
import type { RunSpec } from '@dsrnn/records';
import type { GridRun } from './expand-grid.ts';
import type { Registries } from '../spec/registries.ts';
import { timeStep, type TrialLength } from '../run/times/time-training.ts';
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
  /** Of those tried, pairs of which a smaller run stands for the costliest, whose steps would take too long. */
  readonly smaller?: number;
  /** Pairs that were not tried, for even their smallest run would take too long: the mean speed stands for theirs. */
  readonly reckoned?: number;
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

/** Seconds that trying may take in all, about: what would take longer is extrapolated. */
export const TRIAL_SECONDS = 60;

/**
 * Adds to `known` the speed of each pair of architecture and method that it lacks, from a few training steps on random
 * data. The costliest run of a pair stands in for it if its share of `budget` seconds is enough for that, else the costliest
 * for which it is, or the smallest while there is time at all. `time` gives the seconds of a step, `now` milliseconds.
 */
export async function tryThroughput(
  runs: readonly GridRun[],
  registries: Registries,
  known: Throughput,
  budget = TRIAL_SECONDS,
  time: typeof timeStep = timeStep,
  now = () => performance.now(),
): Promise<Throughput> {
  const waiting = trialsOf(runs, registries, new Set(untimedPairs(runs, known)));
  const end = now() + 1000 * budget;
  const timed = new Map<string, Timed>();
  let smaller = 0;
  let reckoned = 0;
  /** Foretells how long a trial takes: the slowest pair so far. */
  let speed = known.macsPerSecond;
  const attempt = async (pair: string, { spec, macs }: Trial, length?: TrialLength): Promise<void> => {
    const seconds = await time(spec, length);
    timed.set(pair, { pair, macs, seconds });
    speed = macs / seconds;
    for (const one of timed.values()) speed = Math.min(speed, one.macs / one.seconds);
  };
  // The guess may be far off: the smallest run of all tells the pace.
  const [first] = waiting;
  if (known.basis === 'guess' && first !== undefined)
    await attempt(first.pair, first.trials.at(-1)!, SHORT_TRIAL);
  for (const [i, { pair, trials }] of waiting.entries()) {
    const left = (end - now()) / 1000;
    const share = left / (waiting.length - i);
    const secondsOf = ({ macs }: Trial, steps: number): number => (steps * macs) / speed;
    const smallest = trials.at(-1)!;
    const trial =
      trials.find((one) => secondsOf(one, SHORT_STEPS) <= share) ??
      (secondsOf(smallest, SHORT_STEPS) <= left && !timed.has(pair) ? smallest : undefined);
    if (trial !== undefined)
      await attempt(pair, trial, secondsOf(trial, USUAL_STEPS) <= share ? undefined : SHORT_TRIAL);
    if (!timed.has(pair)) reckoned += 1;
    else if (trial !== trials[0] && trials.length > 1) smaller += 1;
  }
  const missed = { ...(smaller === 0 ? {} : { smaller }), ...(reckoned === 0 ? {} : { reckoned }) };
  if (timed.size === 0) return { ...known, ...missed };
  const tried = throughputOf([...timed.values()], 'trial steps');
  if (known.basis === 'guess') return { ...tried, ...missed };
  return { ...known, byPair: { ...known.byPair, ...tried.byPair }, tried: timed.size, ...missed };
}

/** For runs whose steps take seconds: two steps of many are as long as all. */
const SHORT_TRIAL: TrialLength = { warmUp: 1, least: 2 };
/** Steps of a short trial and of a usual one, with what evaluation takes. */
const SHORT_STEPS = 6;
const USUAL_STEPS = 25;

/** A run to be tried, and MACs of a step of it. */
interface Trial {
  readonly spec: RunSpec;
  readonly macs: number;
}

/** Runs of a pair that differ in what a step costs, the costliest first. */
interface PairTrials {
  readonly pair: string;
  readonly trials: readonly Trial[];
}

/** The pairs whose smallest run is cheapest come first, so that time left over goes to the others. */
function trialsOf(
  runs: readonly GridRun[],
  registries: Registries,
  wanted: ReadonlySet<string>,
): PairTrials[] {
  const pairs = new Map<string, Map<number, RunSpec>>();
  for (const run of runs) {
    const pair = speedKey(run.spec);
    if (!wanted.has(pair)) continue;
    // What a strategy does besides is no part of the steps that are tried.
    const { strategy: _, ...spec } = run.spec;
    const byMacs = pairs.get(pair) ?? new Map<number, RunSpec>();
    const macs = registries.plan(spec).stepMacs;
    if (!byMacs.has(macs)) byMacs.set(macs, spec);
    pairs.set(pair, byMacs);
  }
  return [...pairs]
    .map(([pair, byMacs]) => ({
      pair,
      trials: [...byMacs].map(([macs, spec]) => ({ macs, spec })).sort((a, b) => b.macs - a.macs),
    }))
    .sort((a, b) => (a.trials.at(-1)?.macs ?? 0) - (b.trials.at(-1)?.macs ?? 0));
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
