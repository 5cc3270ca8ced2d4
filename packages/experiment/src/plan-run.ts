/** What a run will cost, known without data or training. */
import { methodDefinition } from '@dsrnn/baselines';
import { cellDefinition, denseMacs, type MethodContext } from '@dsrnn/core';
import { taskDefinition, type TaskShape } from '@dsrnn/datasets';
import type { RunPlan } from './registries.ts';
import type { ResolvedSpec } from './resolved-spec.ts';
import { readoutFor } from './trainer/objective.ts';

/** What a method is built for, from a run's spec. */
export function methodContext(spec: ResolvedSpec): { context: MethodContext; shape: TaskShape } {
  const shape = taskDefinition(spec.task.kind).shape(spec.task);
  const context = {
    config: spec.method,
    cell: cellDefinition(spec.architecture.kind),
    settings: spec.architecture,
    features: shape.features,
    time: shape.time,
    sparsity: spec.sparsity,
    sparsityOf: spec.sparsityOf,
    steps: spec.train.steps,
  };
  return { context, shape };
}

/**
 * What dispatching the operations of one time step costs on the reference engine, in MACs that would take as long.
 * Fitted to the step times of dense LSTMs of 16 to 128 units (batch 32, 14 inputs); it only weighs estimates of time.
 */
const DISPATCH_MACS = 6e5;

/**
 * Units, parameters and MACs, and the work of the whole training: forward plus backward is three times forward. The
 * reference engine computes masked products densely, so training costs what the dense cell of the same width costs.
 */
export function planRun(spec: ResolvedSpec): RunPlan {
  const { context, shape } = methodContext(spec);
  const { units, parameters, macs } = methodDefinition(spec.method.kind).plan(
    context as MethodContext<never>,
  );
  const { outputs } = readoutFor(shape, context.settings);
  const executed = denseMacs(context.cell, { ...context.settings, units }, shape.features) + macs.router;
  return {
    units,
    parameters: parameters + (units + 1) * outputs,
    macs,
    trainMacs: 3 * (executed * spec.train.batchSize + DISPATCH_MACS) * shape.time * spec.train.steps,
  };
}
