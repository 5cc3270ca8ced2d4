/**
 * The fused engine: a whole sequence as one differentiable tfjs operation on our kernels.
 *
 * Values cross between tfjs and kernel memory once a pass: input and parameters in, the readout out, its gradient in,
 * the gradients of the parameters out. Everything in between stays where it is.
 */
import type { Kernels } from '@dsrnn/kernels';
import { withGradient } from '../custom-gradient.ts';
import type { Recurrence } from '../gating.ts';
import type { MaskBlock } from '../masks/mask-source.ts';
import { tf } from '../tf.ts';
import type { Unrolled, UnrollRequest } from '../unroll.ts';
import type { FusedCell } from './fused-cell.ts';
import { Pass, routingOf } from './pass.ts';
import { canRoute, routerParameterNames } from './router-kernel.ts';

/** Whether the fused engine has all that a request needs. */
export function canFuse({ cell, gating }: Pick<Recurrence, 'cell' | 'gating'>): boolean {
  if (cell.fused === undefined) return false;
  if (gating.kind !== 'masked') return true;
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
  const result = withGradient<tf.Tensor>([...tensors, ...blocks], () => {
    const pass = new Pass(xs, request, kernels, names, tensors, ahead?.block ?? null);
    const { penalty } = pass;
    const output = pass.output();
    // An operation has one result: a penalty travels behind the output, both in one vector.
    return penalty === null
      ? { value: output, saved: [], gradient: (dy) => pass.gradients(dy, 0) }
      : {
          value: tf.concat([tf.reshape(output, [-1]), tf.tensor1d([penalty])]),
          saved: [],
          gradient: (dy) => {
            const dPenalty = tf.slice(dy, [output.size], [1]).dataSync<'float32'>()[0] as number;
            return pass.gradients(tf.slice(dy, [0], [output.size]), dPenalty);
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

function aheadOf(
  gating: Recurrence['gating'],
  xs: tf.Tensor3D,
): { readonly block: MaskBlock; readonly penalty: tf.Scalar | null } | null {
  if (gating.kind !== 'masked' || gating.masks.declared?.kind !== 'ahead') return null;
  return routingOf(gating) === null ? gating.masks.declared.decide(xs) : null;
}

function parameterNames({ cell, settings, gating }: Recurrence): readonly string[] {
  const own = (cell.fused as FusedCell).parameterNames(settings);
  return routingOf(gating) === null ? own : [...own, ...routerParameterNames];
}
