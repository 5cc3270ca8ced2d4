/** The untrained model of a run. */
import { methodDefinition } from '@dsrnn/baselines';
import { createModel, type MethodContext, type SequenceModel } from '@dsrnn/core';
import type { Examples } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import { methodContext } from './plan-run.ts';
import type { ResolvedSpec } from '../spec/resolved-spec.ts';
import { inputRms } from './trainer/input-rms.ts';
import { readoutFor } from './trainer/objective.ts';

/**
 * Recurrent part by the method, head by the task; owns its tensors until `dispose`. `train`: the data that it will be trained on;
 * null where it will not be.
 */
export function buildModel(spec: ResolvedSpec, rng: Rng, train: Examples | null): SequenceModel {
  const { context: sizes, shape } = methodContext(spec);
  const context = train === null ? sizes : { ...sizes, inputRms: () => inputRms(train, shape) };
  const recurrent = methodDefinition(spec.method.kind).create(context as MethodContext<never>, rng);
  const { parts } = shape;
  const embedding =
    parts?.identity.kind === 'embedding' ? { count: parts.count, size: parts.identity.size } : undefined;
  return createModel(recurrent, readoutFor(shape, recurrent.settings), rng, embedding);
}
