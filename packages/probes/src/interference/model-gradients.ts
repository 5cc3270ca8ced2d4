/** Gradients of the chosen examples in all groups of parameters, by the fastest exact way that the cell has. */
import type { ProbeSubject } from '../probe.ts';
import { recurrentFeatures } from '../recurrent-features.ts';
import type { ChosenExamples } from './balanced-examples.ts';
import { exampleGradients, type ExampleGradients } from './example-gradients.ts';
import { traceLstm, type LstmTrace } from './lstm-trace.ts';
import { withoutHeldWeights } from './held-weights.ts';
import { maskRecorder, type MaskHistory } from './mask-history.ts';

/** Gradients, and what is known of the passes that gave those of the cell. */
export interface ModelGradients {
  readonly gradients: ExampleGradients;
  /** null: the method masks no channels. */
  readonly masks: MaskHistory | null;
  /** Of an LSTM. */
  readonly steps: LstmTrace['steps'] | null;
}

/**
 * Gradients of the parameters `names`. The masks are those of the passes that gave the cell's gradients. In an LSTM the
 * router's gradients come from passes of their own, on the active engine.
 */
export function modelGradients(
  subject: ProbeSubject,
  names: readonly string[],
  { indices }: ChosenExamples,
): ModelGradients {
  const { recurrent } = subject.model;
  const { kind } = recurrent.gating({ training: true, progress: 1, noise: subject.rng.fork('gating') });
  const recorder =
    kind === 'masked' ? maskRecorder(recurrentFeatures(subject), recurrent.settings.units) : null;
  const trace = recurrent.cell.kind === 'lstm' ? traceLstm(subject, indices, recorder) : null;
  const others = trace === null ? names : names.filter((name) => trace.gradients[name] === undefined);
  const passes =
    others.length === 0 ? {} : exampleGradients(subject, others, indices, trace === null ? recorder : null);
  return {
    gradients: withoutHeldWeights(subject.model, { ...trace?.gradients, ...passes }),
    masks: recorder?.history() ?? null,
    steps: trace?.steps ?? null,
  };
}
