/** Executes one run from its spec: load, build, train, select on validation data, test once. */
import { strategyDefinition } from '@dsrnn/continual';
import { useBackend, type SequenceModel } from '@dsrnn/core';
import { loadTask, type DataAccess, type Dataset } from '@dsrnn/datasets';
import { createRng, median, type Rng } from '@dsrnn/portable';
import { probeDefinition, type ProbeSession } from '@dsrnn/probes';
import type { Outcome, ProbeResult, RunSpec } from '@dsrnn/records';
import { buildModel } from './build-model.ts';
import { recordParts, type PartsRecorder } from './parts-record.ts';
import { planRun } from './plan-run.ts';
import { resolvedSpec, type ResolvedSpec } from '../spec/resolved-spec.ts';
import { requireWholeBatches } from './whole-batches.ts';
import { evaluate } from './trainer/evaluate.ts';
import { measureActivity } from './trainer/measure-activity.ts';
import { onHost } from './trainer/on-host.ts';
import { cellFeatures } from './trainer/cell-features.ts';
import { lossOf } from './trainer/objective.ts';
import { sizeOf, trainedParameters } from './trainer/stepper.ts';
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
  /** Training, calibration and test. */
  readonly trainMs: number;
  /** Median time of a training step. */
  readonly stepMs: number;
}

/** What a run needs besides its spec. */
export interface RunOptions {
  readonly access: DataAccess;
  readonly onProgress?: (progress: RunProgress) => void;
}

/** Executes `run`. Divergence is an outcome; anything thrown is a bug, missing data, too few for a batch, or the machine. */
export async function executeRun(run: RunSpec, options: RunOptions): Promise<RunOutput> {
  const spec = resolvedSpec(run);
  const steps = spec.train.steps;
  const tell = (progress: Partial<RunProgress> & Pick<RunProgress, 'phase'>): void =>
    options.onProgress?.({ step: 0, steps, loss: null, validationScore: null, ...progress });
  tell({ phase: 'loading' });
  await useBackend(spec.backend, spec.engine);
  const data = await loadTask(spec.task, options.access);
  requireWholeBatches(spec.train.batchSize, data, isSequential(spec));
  const rng = createRng(spec.seed);
  const model = buildModel(spec, rng);
  try {
    const strategy = beginStrategy(spec, model, data, rng);
    const probes = beginProbes(spec, model, data, rng);
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
    const outcome = await outcomeOf(spec, model, data, training, rng, parts, strategy);
    const times = clock.stop();
    if (outcome.status !== 'completed' || probes.size === 0) return { outcome, ...times };
    const found = await onHost(model, () =>
      [...probes].map(([kind, session]): [string, ProbeResult] => [kind, session.finish()]),
    );
    return { outcome: { ...outcome, probes: Object.fromEntries(found) }, ...times };
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

/** Each probe gets a stream of its own, so that asking for one shifts no other number of the run. */
function beginProbes(
  { probes = [] }: ResolvedSpec,
  model: SequenceModel,
  data: Dataset,
  rng: Rng,
): ReadonlyMap<string, ProbeSession> {
  return new Map(
    probes.map((config) => [
      config.kind,
      probeDefinition(config.kind).begin(config, {
        model,
        data,
        lossOf: (outputs, batch) => lossOf(outputs, batch, data),
        rng: rng.fork(`probe/${config.kind}`),
      }),
    ]),
  );
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

  const { recurrent } = model;
  await recurrent.calibrate((over) => measureActivity(model, data, over, rng));
  const validation = await evaluate(model, data.validation, data, rng);
  const test = await evaluate(model, data.test, data, rng);
  if (!Number.isFinite(test.loss)) {
    return { status: 'diverged', ...common, ...nothing, divergedAt: steps };
  }
  return {
    status: 'completed',
    ...common,
    score: test.score,
    testLoss: test.loss,
    validationScore: validation.score,
    bestStep,
    macs: recurrent.macs(test.activity),
    activity: {
      inputs: test.activity.x / cellFeatures(data),
      units: test.activity.h / recurrent.settings.units,
    },
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
