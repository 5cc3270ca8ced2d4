/** How units and channels take part in a step. */
import type { tf } from '../tensor/tf.ts';
import type { MaskSides } from './budget/mask-sides.ts';
import type { MaskSource } from './masks/mask-source.ts';

/**
 *   dense   every unit takes its candidate state
 *   masked  masks say which channels are active; `sides` what that means, absent: `both`
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
    }
  | { readonly kind: 'delta'; readonly thetaX: tf.Scalar; readonly thetaH: tf.Scalar };

/** The sides that a gating masks. */
export function sidesOf({ sides = 'both' }: Gating & { readonly kind: 'masked' }): MaskSides {
  return sides;
}
