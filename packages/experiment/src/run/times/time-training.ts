/**
 * How long training takes here, from a few steps of the real trainer on random data: no data set is needed.
 * A clock is read, so nothing of this reaches a result.
 */
import { estimatorDefinition, gradientsOfPeriod, hostMemory, useBackend } from '@dsrnn/core';
import type { Dataset, Examples, TaskShape } from '@dsrnn/datasets';
import { createRng, median, type Rng } from '@dsrnn/portable';
import type { RunSpec } from '@dsrnn/records';
import { buildModel } from '../build-model.ts';
import { methodContext } from '../plan-run.ts';
import { resolvedSpec, type ResolvedSpec } from '../../spec/resolved-spec.ts';
import { stepLaps, type Lap, type TimedTraining } from '../trainer/step-laps.ts';
import { LOSSES_READ_TOGETHER, train } from '../trainer/train.ts';

/** Steps that let the engine compile and warm its caches, and tell how many more fill `TIMED_MS`. */
const USUAL_TRIAL: TrialLength = { warmUp: 12, least: 5 };
const TIMED_MS = 600;

/** Steps that are not timed, and the least that are. */
export interface TrialLength {
  readonly warmUp: number;
  readonly least: number;
  /** Steps after which their work repeats; absent: 1. */
  readonly period?: number;
}

/** Whole periods that a median is of at least. */
const LEAST_PERIODS = 5;

/** Seconds of an optimiser step of `run` on this machine, the median of a few. */
export async function timeStep(run: RunSpec, length = USUAL_TRIAL): Promise<number> {
  const spec = resolvedSpec(run);
  await useBackend(spec.backend, spec.engine);
  const rng = createRng(spec.seed);
  const { shape } = methodContext(spec);
  const data = randomData(shape, spec.train.batchSize, rng);
  const model = buildModel(spec, rng, data.train);
  const training: TimedTraining = async (steps, report) => {
    const config = { ...spec.train, steps, evaluateEvery: steps };
    await train(model, data, config, rng, { report: ({ step }) => report(step) });
  };
  try {
    const together = hostMemory() ? 1 : LOSSES_READ_TOGETHER;
    return (await medianStepMs(training, together, undefined, { ...length, period: periodOf(spec) })) / 1000;
  } finally {
    model.dispose();
  }
}

function periodOf({ method }: ResolvedSpec): number {
  if (!('estimator' in method)) return 1;
  return gradientsOfPeriod(estimatorDefinition(method.estimator.kind), method.estimator).length;
}

/**
 * The median time of a step once all is compiled; where steps differ by turns, of the mean step of a whole period. `together`
 * is how many steps `training` reports at once: only whole reports are timed, for what is reported earlier is reported
 * because of an evaluation.
 */
export async function medianStepMs(
  training: TimedTraining,
  together: number,
  now?: () => number,
  { warmUp, least, period = 1 }: TrialLength = USUAL_TRIAL,
): Promise<number> {
  const timed = async (steps: number): Promise<number> => {
    const laps = await stepLaps(training, together * Math.ceil(steps / together), now);
    return laps.length === 0 ? NaN : median(meansOfPeriods(laps, period)); // none: it diverged at once
  };
  const first = await timed(warmUp);
  const steps = Math.min(100, Math.max(least, Math.round(TIMED_MS / first)));
  return timed(period === 1 ? steps : period * Math.max(LEAST_PERIODS, Math.ceil(steps / period)));
}

/** The mean step of each whole period; of all laps where there is none. */
function meansOfPeriods(laps: readonly Lap[], period: number): number[] {
  const means: number[] = [];
  let [ms, steps] = [0, 0];
  for (const lap of laps) {
    ms += lap.steps * lap.stepMs;
    steps += lap.steps;
    if (steps < period) continue;
    means.push(ms / steps);
    [ms, steps] = [0, 0];
  }
  return means.length === 0 ? [ms / steps] : means;
}

function randomData(shape: TaskShape, count: number, rng: Rng): Dataset {
  const { time, features, target } = shape;
  const inputs = Float32Array.from({ length: count * time * features }, () => rng.normal());
  const rows = target.kind.endsWith('-per-step') ? count * time : count;
  const targets =
    'size' in target
      ? Float32Array.from({ length: rows * target.size }, () => rng.normal())
      : Int32Array.from({ length: rows }, () => rng.integer(target.classes));
  const { parts } = shape;
  const own = parts && { parts: Int32Array.from({ length: count }, (_, i) => i % parts.count) };
  const examples: Examples = { count, inputs, targets, ...own };
  return { ...shape, train: examples, validation: examples, test: examples, floors: [] };
}
