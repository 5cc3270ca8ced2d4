/** How units and channels take part in a step. */
import type { tf } from '../tensor/tf.ts';
import type { MaskSides } from './budget/mask-sides.ts';
import type { MaskSource } from './masks/mask-source.ts';

/**
 * Which hidden channels the products of step t read.
 *
 *   current   those that are active in the step itself, m_t
 *   previous  those that the step before wrote, m_{t−1}; none at the first step, whose state is 0
 *
 * With `previous` the gradient of m_t has two parts: of the units that step t computes, and of the channels that step t + 1
 * reads. A cell that passes over its state several times a step reads m_{t−1} in each pass, and units outside m_t as they
 * were before the step. Not where one side alone is masked, nor for a linear recurrence, which has no product of its state.
 */
export type ReadRule = 'current' | 'previous';

/**
 *   dense   every unit takes its candidate state
 *   masked  masks say which channels are active; `sides` what that means, absent: `both`; `read` which columns products
 *           of the state read, absent: `current`
 *   delta   products read the last transmitted x̂, ĥ; a channel transmits when it moved by at least θ
 *           (Neil et al., 2017)
 */
export type Gating =
  | { readonly kind: 'dense' }
  | {
      readonly kind: 'masked';
      readonly masks: MaskSource;
      readonly inactive: 'carry' | 'zero';
      readonly sides?: MaskSides;
      readonly read?: ReadRule;
    }
  | { readonly kind: 'delta'; readonly thetaX: tf.Scalar; readonly thetaH: tf.Scalar };

/** Which hidden channels a gating lets products read. */
export function readOf({ read = 'current' }: Gating & { readonly kind: 'masked' }): ReadRule {
  return read;
}

/** The sides that a gating masks. */
export function sidesOf({ sides = 'both' }: Gating & { readonly kind: 'masked' }): MaskSides {
  return sides;
}
