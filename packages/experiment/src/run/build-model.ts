/** The untrained model of a run. */
import { methodDefinition } from '@dsrnn/baselines';
import { createModel, type MethodContext, type SequenceModel } from '@dsrnn/core';
import type { Rng } from '@dsrnn/portable';
import { methodContext } from './plan-run.ts';
import type { ResolvedSpec } from '../spec/resolved-spec.ts';
import { readoutFor } from './trainer/objective.ts';

/** Recurrent part by the method, head by the task; owns its tensors until `dispose`. */
export function buildModel(spec: ResolvedSpec, rng: Rng): SequenceModel {
  const { context, shape } = methodContext(spec);
  const recurrent = methodDefinition(spec.method.kind).create(context as MethodContext<never>, rng);
  const { parts } = shape;
  const embedding =
    parts?.identity.kind === 'embedding' ? { count: parts.count, size: parts.identity.size } : undefined;
  return createModel(recurrent, readoutFor(shape, recurrent.settings), rng, embedding);
}
