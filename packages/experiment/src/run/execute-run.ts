/**
 * Executes one run from its spec: load, build, train, select on validation data, test once; or, where its training is stored
 * with the model, load, test again and probe.
 */
import { strategyDefinition } from '@dsrnn/continual';
import { useBackend, type SequenceModel } from '@dsrnn/core';
import { loadTask, type DataAccess, type Dataset } from '@dsrnn/datasets';
import { createRng, median, type Rng } from '@dsrnn/portable';
import type { Outcome, RunSpec } from '@dsrnn/records';
import { buildModel } from './build-model.ts';
import { recordParts, type PartsRecorder } from './parts-record.ts';
import type { LoadTask } from './last-task.ts';
import { planRun } from './plan-run.ts';
import { probeTrained, type TrainedRun } from './probe-trained.ts';
import { beginProbes, finishProbes } from './probe-sessions.ts';
import { resolvedSpec, type ResolvedSpec } from '../spec/resolved-spec.ts';
import { testedFacts } from './tested-facts.ts';
import { requireWholeBatches } from './whole-batches.ts';
import { takeCheckpoint, type Checkpoint } from './trainer/checkpoint.ts';
import { evaluate } from './trainer/evaluate.ts';
import { measureActivity } from './trainer/measure-activity.ts';
import { onHost } from './trainer/on-host.ts';
import { sizeOf, trainedParameters } from './trainer/trained-vector.ts';
import { train, type StrategyAtWork, type Training } from './trainer/train.ts';

/** Where a run stands. `loss` is that of the last training batch. */
export interface RunProgress {
  readonly phase: 'loading' | 'training' | 'testing';
  readonly step: number;
  readonly steps: number;
  readonly loss: number | null;
  readonly validationScore: number | null;
}

/** A finished run: the digested outcome, and times, which are not digested. */
export interface RunOutput {
  readonly outcome: Outcome;
  /** Whether it came from `RunOptions.trained`: no step was trained, and the times are 0. */
  readonly probed?: boolean;
  /** Why `RunOptions.trained` was of no use, so that it was trained. */
  readonly misfit?: string;
  /** The trained model, where it was asked for and the run completed. */
  readonly model?: Checkpoint;
  /** Training, calibration and test. */
  readonly trainMs: number;
  /** Median time of a training step. */
  readonly stepMs: number;
}

/** What a run needs besides its spec. */
export interface RunOptions {
  readonly access: DataAccess;
  readonly onProgress?: (progress: RunProgress) => void;
  /** The same training, done before: only the probes that it lacks are computed, as long as they do not watch training. */
  readonly trained?: TrainedRun | undefined;
  /** How data are loaded; absent: anew for each run. */
  readonly load?: LoadTask;
  /** Return the trained model, too. */
  readonly keepModel?: boolean | undefined;
}

/** Executes `run`. Divergence is an outcome; anything thrown is a bug, missing data, too few for a batch, or the machine. */
export async function executeRun(run: RunSpec, options: RunOptions): Promise<RunOutput> {
  const spec = resolvedSpec(run);
  const steps = spec.train.steps;
  const tell = (progress: Partial<RunProgress> & Pick<RunProgress, 'phase'>): void =>
    options.onProgress?.({ step: 0, steps, loss: null, validationScore: null, ...progress });
  tell({ phase: 'loading' });
  await useBackend(spec.backend, spec.engine);
  const data = await (options.load ?? loadTask)(spec.task, options.access);
  requireWholeBatches(spec.train.batchSize, data, isSequential(spec));
  const { trained, keepModel = false } = options;
  let misfit: string | undefined;
  if (trained !== undefined) {
    tell({ phase: 'testing', step: trained.outcome.steps });
    const probed = await probeTrained(spec, data, trained);
    if ('outcome' in probed) {
      const kept = keepModel ? { model: trained.model } : {};
      return { outcome: probed.outcome, probed: true, trainMs: 0, stepMs: 0, ...kept };
    }
    misfit = probed.misfit;
  }
  const rng = createRng(spec.seed);
  const model = buildModel(spec, rng, data.train);
  try {
    const strategy = beginStrategy(spec, model, data, rng);
    const probes = beginProbes(spec.probes, model, data, rng);
    const parts = await recordParts(model, data, rng, strategy?.order === 'sequential');
    const watching = (hook: 'watch' | 'watchPart'): boolean =>
      [...probes.values()].some((session) => session[hook] !== undefined);
    const clock = stopwatch();
    const training = await train(
      model,
      data,
      spec.train,
      rng,
      {
        report: (report) => {
          clock.lap(report.step);
          tell({ phase: 'training', ...report });
        },
        evaluated: async (step, evaluation) => {
          parts?.evaluated(step, evaluation);
          if (watching('watch'))
            await onHost(model, () => probes.forEach((session) => session.watch?.(step)));
        },
        stageDone: async (part) => {
          await parts?.stageDone();
          if (part !== null && watching('watchPart'))
            await onHost(model, () => probes.forEach((session) => session.watchPart?.(part)));
        },
      },
      strategy,
    );
    tell({ phase: 'testing', step: training.steps });
    // Before calibration, which is done again on what is loaded.
    const checkpoint = keepModel && training.divergedAt === null ? await takeCheckpoint(model.saved) : null;
    const outcome = await outcomeOf(spec, model, data, training, rng, parts, strategy);
    const rest = { ...clock.stop(), ...(misfit === undefined ? {} : { misfit }) };
    if (outcome.status !== 'completed') return { outcome, ...rest };
    const kept = checkpoint === null ? {} : { model: checkpoint };
    if (probes.size === 0) return { outcome, ...rest, ...kept };
    return { outcome: { ...outcome, probes: await finishProbes(model, probes) }, ...rest, ...kept };
  } finally {
    model.dispose();
  }
}

/** Whether parts are learned one after the other. */
function isSequential({ strategy }: ResolvedSpec): boolean {
  return strategy !== undefined && strategyDefinition(strategy.kind).order === 'sequential';
}

/** A strategy gets a stream of its own, too. */
function beginStrategy(
  { strategy, train: { batchSize } }: ResolvedSpec,
  model: SequenceModel,
  data: Dataset,
  rng: Rng,
): StrategyAtWork | null {
  if (strategy === undefined) return null;
  const definition = strategyDefinition(strategy.kind);
  const session = definition.begin(strategy, {
    shape: data,
    parts: data.parts?.count ?? 1,
    parameters: sizeOf(trainedParameters(model)),
    outputs: model.readout.outputs * (model.readout.kind === 'steps' ? data.time : 1),
    batchSize,
    rng: rng.fork('strategy'),
  });
  return { session, order: definition.order };
}

async function outcomeOf(
  spec: ResolvedSpec,
  model: SequenceModel,
  data: Dataset,
  training: Training,
  rng: Rng,
  parts: PartsRecorder | null,
  strategy: StrategyAtWork | null,
): Promise<Outcome> {
  const plan = planRun(spec);
  const { steps, divergedAt, bestStep, curve } = training;
  const common = {
    metric: data.metric,
    steps,
    divergedAt,
    units: plan.units,
    parameters: plan.parameters,
    curve: [...curve],
  };
  const nothing = {
    score: null,
    testLoss: null,
    validationScore: null,
    bestStep: null,
    macs: plan.macs,
    activity: {},
  };
  if (divergedAt !== null) return { status: 'diverged', ...common, ...nothing };

  await model.recurrent.calibrate((over) => measureActivity(model, data, over, rng));
  const validation = await evaluate(model, data.validation, data, rng);
  const test = await evaluate(model, data.test, data, rng);
  if (!Number.isFinite(test.loss)) {
    return { status: 'diverged', ...common, ...nothing, divergedAt: steps };
  }
  return {
    status: 'completed',
    ...common,
    ...testedFacts(model, data, test),
    validationScore: validation.score,
    bestStep,
    ...(parts === null
      ? {}
      : {
          parts: parts.finish(test, {
            workFactor: training.differentiated / (steps * spec.train.batchSize),
            memory: strategy?.session.memory() ?? null,
          }),
        }),
  };
}

/** Times steps between reports of how many are done. Clock readings never reach an outcome. */
function stopwatch(): { lap: (step: number) => void; stop: () => { trainMs: number; stepMs: number } } {
  const start = performance.now();
  const laps: number[] = [];
  let last = start;
  let reported = 0;
  return {
    lap: (step) => {
      const now = performance.now();
      // On a device several steps are reported together.
      laps.push((now - last) / (step - reported));
      last = now;
      reported = step;
    },
    stop: () => {
      return { trainMs: performance.now() - start, stepMs: laps.length === 0 ? 0 : median(laps) };
    },
  };
}
