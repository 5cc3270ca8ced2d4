/** A model to measure: architecture, method and sizes, and what its plan says of them. */
import { methodDefinition } from '@dsrnn/baselines';
import {
  cellDefinition,
  createModel,
  tf,
  type Activity,
  type MacCount,
  type MethodContext,
  type SequenceModel,
} from '@dsrnn/core';
import type { Rng } from '@dsrnn/portable';
import { smoothSequences } from './smooth-sequences.ts';

/** Settings as an experiment would give them; what is left out takes its default. */
export interface ModelSpec {
  readonly architecture: { readonly kind: string; readonly units: number } & Readonly<
    Record<string, unknown>
  >;
  readonly method: { readonly kind: string } & Readonly<Record<string, unknown>>;
  /** 0 for dense. */
  readonly sparsity: number;
  readonly sparsityOf: 'macs' | 'channels';
  readonly features: number;
  /** The last so many features say which task a sequence is of, one of them 1; 0 if left out. */
  readonly identity?: number;
  readonly time: number;
  /** Numbers that the head gives. */
  readonly outputs: number;
}

/** MACs of a step and sample by the method's plan. */
export function plannedMacs(spec: ModelSpec): MacCount {
  const { definition, context } = contextOf(spec);
  return definition.plan(context as MethodContext<never>).macs;
}

/**
 * The model, untrained. A delta network gets the threshold that meets its MACs; the fused engine must be active for that.
 */
export async function buildModel(spec: ModelSpec, rng: Rng): Promise<SequenceModel> {
  const { definition, context } = contextOf(spec);
  const recurrent = definition.create(context as MethodContext<never>, rng);
  const model = createModel(recurrent, { kind: recurrent.settings.readout, outputs: spec.outputs }, rng);
  await recurrent.calibrate(() => Promise.resolve(measureActivity(model, spec, rng)));
  return model;
}

/** Sequences of `buildModel`'s measurement: enough for a mean. */
const CALIBRATION = { batch: 8, time: 48 };

function measureActivity(model: SequenceModel, spec: ModelSpec, rng: Rng): Activity {
  const { batch } = CALIBRATION;
  const time = Math.min(spec.time, CALIBRATION.time);
  const activity = { x: spec.features, h: model.recurrent.settings.units };
  tf.tidy(() => {
    const stream = rng.fork('calibration');
    const xs = tf.tensor3d(smoothSequences(batch, time, spec.features, stream), [batch, time, spec.features]);
    model.forward(xs, { training: false, progress: 1, noise: stream }, (channels, active) => {
      if (typeof active === 'number') activity[channels] = active;
    });
  });
  return activity;
}

function contextOf(spec: ModelSpec): {
  readonly definition: ReturnType<typeof methodDefinition>;
  readonly context: MethodContext;
} {
  const cell = cellDefinition(spec.architecture.kind);
  const definition = methodDefinition(spec.method.kind);
  const context: MethodContext = {
    config: definition.config.parse(spec.method),
    cell,
    settings: cell.config.parse(spec.architecture),
    features: spec.features,
    identity: spec.identity ?? 0,
    tasks: spec.identity ?? 0,
    time: spec.time,
    sparsity: spec.sparsity,
    sparsityOf: spec.sparsityOf,
    steps: 10_000,
  };
  return { definition, context };
}
