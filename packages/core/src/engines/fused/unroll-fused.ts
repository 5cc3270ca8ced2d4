/**
 * The fused engine: a whole sequence as one differentiable tfjs operation on our kernels.
 *
 * Values cross between tfjs and kernel memory once a pass: input and parameters in, the readout out, its gradient in,
 * the gradients of the parameters out. Everything in between stays where it is, and so do parameters that live in kernel
 * memory.
 */
import type { Floats, Kernels, Workspace } from '@dsrnn/kernels';
import { residentAt } from '../../backends/resident.ts';
import { sidesOf } from '../../gating/gating.ts';
import type { MaskBlock } from '../../gating/masks/mask-source.ts';
import { withGradient } from '../../tensor/custom-gradient.ts';
import { tf } from '../../tensor/tf.ts';
import type { Recurrence, UnrollRequest, Unrolled } from '../recurrence.ts';
import type { Blocks, FusedCell } from './fused-cell.ts';
import { Pass, routingOf } from './pass.ts';
import { fusedCellOf } from './registry.ts';
import { canRoute, routerParameterNames } from './router-kernel.ts';

/** Whether the fused engine has all that a request needs. Its kernels leave out rows and columns together. */
export function canFuse({ cell, gating }: Pick<Recurrence, 'cell' | 'gating'>): boolean {
  if (fusedCellOf(cell) === undefined) return false;
  if (gating.kind !== 'masked') return true;
  if (sidesOf(gating) !== 'both') return false;
  const { declared } = gating.masks;
  if (declared === undefined) return false;
  return declared.kind === 'ahead' || (cell.recurrence === 'nonlinear' && canRoute(declared));
}

/** Masks that a pass is given, or null where it decides them itself or there are none; and what the loss gets for them. */
export function masksAhead(
  gating: Recurrence['gating'],
  xs: () => tf.Tensor3D,
): { readonly block: MaskBlock; readonly penalty: tf.Scalar | null } | null {
  if (gating.kind !== 'masked' || gating.masks.declared?.kind !== 'ahead') return null;
  return routingOf(gating) === null ? gating.masks.declared.decide(xs()) : null;
}

/** The parameters that a pass reads, by name: the cell's, and those of a router that the kernels run. */
export function passParameterNames({ cell, settings, gating }: Recurrence): readonly string[] {
  const own = (fusedCellOf(cell) as FusedCell).parameterNames(settings);
  return routingOf(gating) === null ? own : [...own, ...routerParameterNames];
}

/** Unrolls on the kernels; `canFuse` must hold. Call inside `tf.tidy`. */
export function unrollFused(xs: tf.Tensor3D, request: UnrollRequest, kernels: Kernels): Unrolled {
  const { parameters, gating } = request;
  const ahead = masksAhead(gating, () => xs);
  const names = passParameterNames(request);
  const tensors = names.map((name) => parameters[name] as tf.Tensor);
  const blocks = ahead === null ? [] : [ahead.block.h, ...(ahead.block.x === null ? [] : [ahead.block.x])];
  const guard = request.differentiate === false ? [] : [withoutGradient(xs)];
  const result = withGradient<tf.Tensor>([...tensors, ...blocks, ...guard], () => {
    const tape = kernels.workspace();
    const stored = Object.fromEntries(
      names.map((name, i) => [name, placeOf(kernels, tape, tensors[i] as tf.Tensor)]),
    );
    const inputs = { at: copied(kernels, tape, xs), shape: xs.shape, tensor: () => xs };
    const pass = new Pass(
      { kernels, tape, request, parameters: stored, block: ahead?.block ?? null },
      inputs,
    );
    const { penalty } = pass;
    const output = readOut(kernels, pass, xs, request);
    let open = request.differentiate !== false;
    if (!open) pass.close();
    const gradients = (dOutput: tf.Tensor, dPenalty: number): tf.Tensor[] => {
      if (!open) {
        throw new Error(
          'the fused engine keeps nothing for a gradient in evaluation, and for one gradient only in training',
        );
      }
      open = false;
      return [
        ...backward(kernels, tape, pass, names, tensors, dOutput, dPenalty),
        ...guard.map(tf.zerosLike),
      ];
    };
    // An operation has one result: a penalty travels behind the output, both in one vector.
    return penalty === null
      ? { value: output, saved: [], gradient: (dy) => gradients(dy, 0) }
      : {
          value: tf.concat([tf.reshape(output, [-1]), tf.tensor1d([penalty])]),
          saved: [],
          gradient: (dy) => {
            const dPenalty = tf.slice(dy, [output.size], [1]).dataSync<'float32'>()[0] as number;
            return gradients(tf.slice(dy, [0], [output.size]), dPenalty);
          },
        };
  });
  if (result.rank > 1) return { output: result, penalty: ahead?.penalty ?? null };
  const size = result.size - 1;
  return {
    output: tf.reshape(tf.slice(result, [0], [size]), readoutShape(xs, request)),
    penalty: tf.reshape(tf.slice(result, [size], [1]), []),
  };
}

function readoutShape({ shape: [batch, time] }: tf.Tensor3D, { readout, settings }: UnrollRequest): number[] {
  return readout === 'steps' ? [batch, time, settings.units] : [batch, settings.units];
}

function readOut(kernels: Kernels, pass: Pass, xs: tf.Tensor3D, request: UnrollRequest): tf.Tensor {
  const shape = readoutShape(xs, request);
  const size = shape.reduce((product, one) => product * one, 1);
  return tf.tensor(kernels.read(pass.readout(), size), shape);
}

/** Gradients of parameters and mask blocks, and the end of the tape. */
function backward(
  kernels: Kernels,
  tape: Workspace,
  pass: Pass,
  names: readonly string[],
  tensors: readonly tf.Tensor[],
  dOutput: tf.Tensor,
  dPenalty: number,
): tf.Tensor[] {
  const into: Blocks<string> = Object.fromEntries(
    names.map((name, i) => [name, tape.take((tensors[i] as tf.Tensor).size)]),
  );
  pass.backward(copied(kernels, tape, dOutput), dPenalty, into);
  const ofParameters = names.map((name, i) => {
    const { size, shape } = tensors[i] as tf.Tensor;
    return tf.tensor(kernels.read(into[name] as Floats, size), shape);
  });
  const ofBlocks = pass.blockGradients();
  pass.close();
  return [...ofParameters, ...ofBlocks];
}

function placeOf(kernels: Kernels, tape: Workspace, tensor: tf.Tensor): Floats {
  return residentAt(kernels, tensor) ?? copied(kernels, tape, tensor);
}

function copied(kernels: Kernels, tape: Workspace, tensor: tf.Tensor): Floats {
  const pointer = tape.take(tensor.size);
  kernels.write(pointer, tensor.dataSync<'float32'>());
  return pointer;
}

/**
 * A scalar that depends on xs as far as tfjs knows. An operand of the pass, it does nothing, until a gradient of xs is
 * asked for: then its own is, and throws. Left to itself tfjs would take that gradient for 0.
 */
function withoutGradient(xs: tf.Tensor3D): tf.Scalar {
  return withGradient<tf.Scalar>([xs], () => ({
    value: tf.scalar(0),
    saved: [],
    gradient: () => {
      throw new Error(
        'the fused engine gives no gradient to its inputs; ask `unroll` for it by `inputGradient: true`',
      );
    },
  }));
}
