/**
 * The fused engine: a whole sequence as one differentiable tfjs operation on our kernels.
 *
 * Values cross between tfjs and kernel memory once a pass: input and parameters in, the readout out, its gradient in,
 * the gradients of the parameters out. Everything in between stays where it is.
 */
import type { Kernels } from '@dsrnn/kernels';
import { sidesOf } from '../../gating/gating.ts';
import type { MaskBlock } from '../../gating/masks/mask-source.ts';
import { withGradient } from '../../tensor/custom-gradient.ts';
import { tf } from '../../tensor/tf.ts';
import type { Recurrence, UnrollRequest, Unrolled } from '../recurrence.ts';
import type { FusedCell } from './fused-cell.ts';
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

/** Unrolls on the kernels; `canFuse` must hold. Call inside `tf.tidy`. */
export function unrollFused(xs: tf.Tensor3D, request: UnrollRequest, kernels: Kernels): Unrolled {
  const { parameters, gating } = request;
  const ahead = aheadOf(gating, xs);
  const names = parameterNames(request);
  const tensors = names.map((name) => parameters[name] as tf.Tensor);
  const blocks = ahead === null ? [] : [ahead.block.h, ...(ahead.block.x === null ? [] : [ahead.block.x])];
  const guard = request.differentiate === false ? [] : [withoutGradient(xs)];
  const result = withGradient<tf.Tensor>([...tensors, ...blocks, ...guard], () => {
    const pass = new Pass(xs, request, kernels, names, tensors, ahead?.block ?? null);
    const { penalty } = pass;
    const output = pass.output();
    // An operation has one result: a penalty travels behind the output, both in one vector.
    return penalty === null
      ? { value: output, saved: [], gradient: (dy) => [...pass.gradients(dy, 0), ...guard.map(tf.zerosLike)] }
      : {
          value: tf.concat([tf.reshape(output, [-1]), tf.tensor1d([penalty])]),
          saved: [],
          gradient: (dy) => {
            const dPenalty = tf.slice(dy, [output.size], [1]).dataSync<'float32'>()[0] as number;
            const gradients = pass.gradients(tf.slice(dy, [0], [output.size]), dPenalty);
            return [...gradients, ...guard.map(tf.zerosLike)];
          },
        };
  });
  if (result.rank > 1) return { output: result, penalty: ahead?.penalty ?? null };
  const size = result.size - 1;
  const [batch, time] = xs.shape;
  const { units } = request.settings;
  return {
    output: tf.reshape(
      tf.slice(result, [0], [size]),
      request.readout === 'steps' ? [batch, time, units] : [batch, units],
    ),
    penalty: tf.reshape(tf.slice(result, [size], [1]), []),
  };
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

function aheadOf(
  gating: Recurrence['gating'],
  xs: tf.Tensor3D,
): { readonly block: MaskBlock; readonly penalty: tf.Scalar | null } | null {
  if (gating.kind !== 'masked' || gating.masks.declared?.kind !== 'ahead') return null;
  return routingOf(gating) === null ? gating.masks.declared.decide(xs) : null;
}

function parameterNames({ cell, settings, gating }: Recurrence): readonly string[] {
  const own = (fusedCellOf(cell) as FusedCell).parameterNames(settings);
  return routingOf(gating) === null ? own : [...own, ...routerParameterNames];
}
