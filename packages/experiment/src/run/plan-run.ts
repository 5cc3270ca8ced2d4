/** What a run will cost, known without data or training. */
import { methodDefinition } from '@dsrnn/baselines';
import { strategyDefinition } from '@dsrnn/continual';
import { cellDefinition, type MethodContext } from '@dsrnn/core';
import { taskDefinition, type TaskShape } from '@dsrnn/datasets';
import { createRng } from '@dsrnn/portable';
import type { RunPlan } from '../spec/registries.ts';
import type { ResolvedSpec } from '../spec/resolved-spec.ts';
import { evaluationSteps, stepWork } from './training-work.ts';
import { cellFeatures, identityFeatures } from './trainer/cell-features.ts';
import { readoutFor } from './trainer/objective.ts';

/** What a method is built for, from a run's spec. */
export function methodContext(spec: ResolvedSpec): { context: MethodContext; shape: TaskShape } {
  const shape = taskDefinition(spec.task.kind).shape(spec.task);
  const context = {
    config: spec.method,
    cell: cellDefinition(spec.architecture.kind),
    settings: spec.architecture,
    features: cellFeatures(shape),
    identity: identityFeatures(shape),
    tasks: shape.parts?.identity.kind === 'one-hot' ? shape.parts.count : 0,
    time: shape.time,
    sparsity: spec.sparsity,
    sparsityOf: spec.sparsityOf,
    steps: spec.train.steps,
  };
  return { context, shape };
}

/** Of each parameter: its value, its gradient and two moments of Adam. */
const COPIES = 4;
/** Numbers that a pass keeps of a unit and step for the pass back: four gates and both states, and what routes them. */
const STATES = 8;

/** Units, parameters and MACs, and the work of the whole run. */
export function planRun(spec: ResolvedSpec): RunPlan {
  const { context, shape } = methodContext(spec);
  const { units, parameters, macs, asked, least, advice, calibrations } = methodDefinition(
    spec.method.kind,
  ).plan(context as MethodContext<never>);
  const { outputs } = readoutFor(shape, context.settings);
  const { parts } = shape;
  const embedded = parts?.identity.kind === 'embedding' ? parts.count * parts.identity.size : 0;
  const numbers = parameters + (units + 1) * outputs + embedded;
  const stepMacs = stepWork(spec, context, units, macs) * strategyWork(spec, shape, numbers, outputs);
  return {
    units,
    parameters: numbers,
    macs,
    ...(asked === undefined ? {} : { asked }),
    ...(least === undefined || least === 0 ? {} : { least }),
    ...(advice === undefined ? {} : { advice }),
    bytes: 4 * (COPIES * numbers + spec.train.batchSize * shape.time * (context.features + STATES * units)),
    stepMacs,
    trainMacs: stepMacs * (spec.train.steps + evaluationSteps(spec, calibrations)),
  };
}

/** Work of a step over that of a plain one. Throws StrategyError for a strategy whose settings do not fit the task. */
function strategyWork(
  { strategy, train: { batchSize, steps } }: ResolvedSpec,
  shape: TaskShape,
  parameters: number,
  outputs: number,
): number {
  if (strategy === undefined) return 1;
  const definition = strategyDefinition(strategy.kind);
  const parts = shape.parts?.count ?? 1;
  definition.begin(strategy, { shape, parts, parameters, outputs, batchSize, rng: createRng(1) });
  return definition.work(strategy, { parts, batchSize, steps });
}
