/** Gradients of the chosen examples in all groups of parameters, by the fastest exact way that the cell has. */
import { readOf } from '@dsrnn/core';
import type { ProbeSubject } from '../probe.ts';
import { recurrentFeatures } from '../recurrent-features.ts';
import type { ChosenExamples } from './balanced-examples.ts';
import { traceCell, type CellTrace } from './cell-trace.ts';
import { exampleGradients, type ExampleGradients } from './example-gradients.ts';
import { withoutHeldWeights } from './held-weights.ts';
import { maskRecorder, type MaskHistory } from './mask-history.ts';
import { preActivations } from './pre-activations.ts';

/** Gradients, and what is known of the passes that gave those of the cell. */
export interface ModelGradients {
  readonly gradients: ExampleGradients;
  /** null: the method masks no channels. */
  readonly masks: MaskHistory | null;
  /** null: the weights of the cell do not enter by products, see pre-activations.ts. */
  readonly steps: CellTrace['steps'] | null;
}

/**
 * Gradients of the parameters `names`. The masks are those of the passes that gave the cell's gradients. Of a cell that is
 * traced, the router's gradients come from passes of their own, on the active engine.
 */
export function modelGradients(
  subject: ProbeSubject,
  names: readonly string[],
  { indices }: ChosenExamples,
): ModelGradients {
  const { recurrent } = subject.model;
  const { cell, settings } = recurrent;
  const features = recurrentFeatures(subject);
  const gating = recurrent.gating({ training: true, progress: 1, noise: subject.rng.fork('gating') });
  const recorder = gating.kind === 'masked' ? maskRecorder(features, settings.units, readOf(gating)) : null;
  const matrices = cell.weightMatrices(settings, features).map(({ name }) => name);
  const sums = preActivations(cell.kind, matrices);
  const trace = sums === null ? null : traceCell(subject, sums, indices, recorder);
  const others = trace === null ? names : names.filter((name) => trace.gradients[name] === undefined);
  const passes =
    others.length === 0 ? {} : exampleGradients(subject, others, indices, trace === null ? recorder : null);
  return {
    gradients: withoutHeldWeights(subject.model, { ...trace?.gradients, ...passes }),
    masks: recorder?.history() ?? null,
    steps: trace?.steps ?? null,
  };
}
