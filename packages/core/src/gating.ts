/** How units and channels take part in a step, and what an unrolled sequence is asked for. */
import type { CellDefinition, CellSettings } from './cells/cell.ts';
import type { MaskSource } from './masks/mask-source.ts';
import type { Parameters } from './parameters.ts';
import type { tf } from './tf.ts';

/**
 * What a mask over units acts on.
 *
 *   both     products read only active channels; active units take the candidate, inactive ones carry or are zeroed
 *   rows     products read every channel; active units take the candidate, inactive ones carry or are zeroed
 *   columns  products read only active channels; every unit takes its candidate
 */
export type MaskSides = 'both' | 'rows' | 'columns';

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

/**
 * Told which input or hidden channels products read: the nonzero entries of a mask `[batch or 1, channels]`, all of them
 * (null), or a mean number per sample. Where rows alone are masked, which units are computed. Called once a step, in a delta network once for each hidden vector that is sent;
 * an engine that counts itself calls once a sequence.
 */
export type ActivityObserver = (channels: 'x' | 'h', active: tf.Tensor2D | number | null) => void;

/** A cell to unroll over a sequence. */
export interface Recurrence {
  readonly cell: CellDefinition;
  readonly settings: CellSettings;
  readonly parameters: Parameters;
  readonly gating: Gating;
  readonly observe?: ActivityObserver | undefined;
}
