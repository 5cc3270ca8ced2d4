/** A forward pass as in training, on a cell of the caller's choice: what a model does, without counting anything. */
import { recurrentInputs, tf, unroll, type ActivityObserver, type CellDefinition } from '@dsrnn/core';
import type { Examples } from '@dsrnn/datasets';
import type { Rng } from '@dsrnn/portable';
import type { ProbeSubject } from '../probe.ts';

/** What a pass is over, and who looks at it. */
export interface TrainingPass {
  readonly batch: Examples;
  /** Noise and random masks of the pass. */
  readonly noise: Rng;
  /** In place of the model's own cell. */
  readonly cell?: CellDefinition;
  readonly observe?: ActivityObserver;
}

/** What the head reads, `[batch, units]`, and the outputs `[batch, outputs]`; with `time` second where it reads every step. */
export interface TrainingForward {
  readonly read: tf.Tensor;
  readonly outputs: tf.Tensor;
}

/** Runs the pass at the end of training (progress 1), differentiable. Call inside a tidy. */
export function trainingForward(
  { model, data }: ProbeSubject,
  { batch, noise, cell, observe }: TrainingPass,
): TrainingForward {
  const { recurrent, parameters, readout } = model;
  const xs = tf.tensor3d(batch.inputs, [batch.count, data.time, data.features]);
  const read = unroll(recurrentInputs(model, xs), {
    cell: cell ?? recurrent.cell,
    settings: recurrent.settings,
    parameters,
    gating: recurrent.gating({ training: true, progress: 1, noise, uncounted: true }),
    observe,
    readout: readout.kind,
    differentiate: true,
    inputGradient: model.embedding !== undefined,
  }).output;
  const outputsOf = (rows: tf.Tensor2D): tf.Tensor =>
    tf.add(tf.matMul(rows, parameters['head.w']), parameters['head.b']);
  if (readout.kind !== 'steps') return { read, outputs: outputsOf(read as tf.Tensor2D) };
  const rows = tf.reshape<tf.Rank.R2>(read, [batch.count * data.time, recurrent.settings.units]);
  return { read, outputs: tf.reshape(outputsOf(rows), [batch.count, data.time, readout.outputs]) };
}
