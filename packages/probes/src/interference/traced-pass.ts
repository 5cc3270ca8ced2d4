/** A pass of a model that is looked at step by step, and its backward pass. */
import { parameter, tf } from '@dsrnn/core';
import type { ProbeSubject } from '../probe.ts';
import { batchOf } from './balanced-examples.ts';
import { variableGradients } from './batch-gradients.ts';
import type { MaskRecorder } from './mask-history.ts';
import { isOfCell, trainedParameters } from './parameter-groups.ts';
import type { PreActivation } from './pre-activations.ts';
import { tracedCell } from './traced-cell.ts';
import { trainingForward } from './training-forward.ts';

/** Values of a pass; those by step are `[batch, channels]` each. */
export interface TracedPass {
  /** By vector of pre-activations. */
  readonly deltas: readonly (readonly Float32Array[])[];
  /** By weight matrix. */
  readonly read: Readonly<Record<string, readonly Float32Array[]>>;
  readonly readByHead: Float32Array;
  readonly ofOutputs: Float32Array;
  /** Gradients of the cell's parameters, summed over the batch. */
  readonly ofCell: Readonly<Record<string, Float32Array>>;
}

/**
 * Runs and differentiates one pass over the test examples at `indices`; masks go to `recorder`, if there are any. Call on
 * the reference engine.
 */
export function tracedPass(
  subject: ProbeSubject,
  sums: readonly PreActivation[],
  indices: readonly number[],
  recorder: MaskRecorder | null,
): TracedPass {
  const { data, model, rng } = subject;
  const { time } = data;
  const batch = batchOf(data.test, indices, time * data.features);
  const noise = rng.fork(`noise/batch/${String(indices[0])}`);
  const observe = recorder?.observe;
  const matrices = sums.flatMap((sum) => sum.matrices);
  const read: Record<string, Float32Array[]> = Object.fromEntries(matrices.map((name) => [name, []]));
  let readByHead = new Float32Array(0);
  const zeros = (outputs: number): tf.Variable =>
    tf.tidy(() => tf.variable(tf.zeros([batch.count, outputs])));
  // One product of a sum suffices to let the perturbation in.
  const entries = sums.map((sum) => sum.matrices.at(-1) as string);
  const perturbations = entries.map((name) =>
    Array.from({ length: time }, () => zeros(parameter(model.parameters, name).shape[1] as number)),
  );
  const ofOutputs = zeros(model.readout.outputs);
  const added = [...perturbations.flat(), ofOutputs];
  // The weights are among the variables so that tfjs adds up their gradients, instead of keeping that of each step.
  const cellNames = trainedParameters(model).filter(isOfCell);
  const weights = cellNames.map((name) => parameter(model.parameters, name));
  const loss = (): tf.Scalar => {
    const cell = tracedCell(model.recurrent.cell, matrices, {
      perturbations: Object.fromEntries(entries.map((name, at) => [name, perturbations[at] ?? []])),
      reads: (name, u) => read[name]?.push(u.dataSync<'float32'>().slice()),
    });
    const pass = { batch, noise, cell, ...(observe === undefined ? {} : { observe }) };
    const forward = trainingForward(subject, pass);
    readByHead = forward.read.dataSync<'float32'>().slice();
    const mean = subject.lossOf(tf.add(forward.outputs, ofOutputs), batch);
    return tf.mul(mean, batch.count); // back to a sum over examples
  };
  const gradients = tf.tidy(() => variableGradients(loss, [...added, ...weights]));
  for (const variable of added) variable.dispose();
  recorder?.endPass(batch.count);
  return {
    deltas: sums.map((_, at) => gradients.slice(at * time, (at + 1) * time)),
    read,
    readByHead,
    ofOutputs: gradients[added.length - 1] as Float32Array,
    ofCell: Object.fromEntries(
      cellNames.map((name, i) => [name, gradients[added.length + i] as Float32Array]),
    ),
  };
}
