/** Runs a cell over time and reads its outputs: the same call whatever engine does the work. */
import { activeKernels } from '../../backends/engine.ts';
import { ShapeError } from '../../errors.ts';
import { tf } from '../../tensor/tf.ts';
import { canFuse, unrollFused } from '../fused/unroll-fused.ts';
import type { ReadoutKind, Recurrence, UnrollRequest, Unrolled } from '../recurrence.ts';
import { unrollComposed, type ComposedOutputs } from '../reference/unroll-reference.ts';
import { onFiniteSamples } from './finite-samples.ts';

/**
 * Unrolls over `xs`, `[batch, time, features]`. A sample with an input that is NaN or infinite gives NaN, from that step
 * on if outputs of all steps are read, and no other sample is touched. Call inside `tf.tidy`; the caller owns what it
 * keeps. Throws ShapeError if the parameters are not those of the cell for so many features.
 */
export function unroll(xs: tf.Tensor3D, request: UnrollRequest): Unrolled {
  checkParameters(xs.shape[2], request);
  return onFiniteSamples(xs, followsSteps(request), (finite) => unrollFinite(finite, request));
}

/** Whether outputs are those of single steps, which know nothing of later inputs: a mask of the whole sequence does. */
function followsSteps({ readout, gating }: UnrollRequest): boolean {
  return readout === 'steps' && !(gating.kind === 'masked' && gating.masks.scope === 'sequence');
}

function unrollFinite(xs: tf.Tensor3D, request: UnrollRequest): Unrolled {
  const kernels = activeKernels();
  const { differentiate = true, inputGradient = false } = request;
  const composed = differentiate && inputGradient;
  if (kernels !== null && !composed && canFuse(request)) return unrollFused(xs, request, kernels);
  const { hs, penalty } = unrollComposed(xs, request);
  return { output: read(hs, request.readout), penalty };
}

/** Throws ShapeError if the parameters are not those of the cell for so many features. */
export function checkParameters(features: number, { cell, settings, parameters }: Recurrence): void {
  for (const { name, inputs, outputs } of cell.weightMatrices(settings, features)) {
    const shape = parameters[name]?.shape ?? [];
    if (shape[0] !== inputs || shape[1] !== outputs) {
      throw new ShapeError(`parameter ${name} for ${features} features`, [inputs, outputs], shape);
    }
  }
}

function read(hs: ComposedOutputs['hs'], readout: ReadoutKind): tf.Tensor {
  if (hs instanceof tf.Tensor) return readBlock(hs, readout);
  switch (readout) {
    case 'last':
      return hs.at(-1) as tf.Tensor2D;
    case 'mean':
      return tf.mul(tf.addN(hs as tf.Tensor2D[]), 1 / hs.length);
    case 'steps':
      return tf.stack(hs as tf.Tensor2D[], 1);
  }
}

function readBlock(hs: tf.Tensor3D, readout: ReadoutKind): tf.Tensor {
  const [time, batch, units] = hs.shape;
  switch (readout) {
    case 'last':
      return tf.reshape(tf.slice(hs, [time - 1, 0, 0], [1, batch, units]), [batch, units]);
    case 'mean':
      return tf.mean(hs, 0);
    case 'steps':
      return tf.transpose(hs, [1, 0, 2]);
  }
}
