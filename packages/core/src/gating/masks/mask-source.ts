/**
 * Where masks come from. A source decides them step by step, which is what the reference engine asks for, and may also
 * declare *how* it decides, so that the fused engine can do the same without leaving its loop.
 */
import { tf } from '../../tensor/tf.ts';
import type { MaskGradient } from '../estimators/mask-gradient.ts';
import type { Routing } from '../routers/routing.ts';

/** Masks of one step, entries 0 or 1 (soft estimators: in [0, 1]). */
export interface Masks {
  /** `[batch or 1, features]`, or null if inputs are not masked. */
  readonly x: tf.Tensor2D | null;
  /** `[batch or 1, units]` */
  readonly h: tf.Tensor2D;
}

/** Masks of all steps: `[time or 1, batch or 1, channels]`; a size of 1 serves all. */
export interface MaskBlock {
  readonly x: tf.Tensor3D | null;
  readonly h: tf.Tensor3D;
}

/** Masks of one sequence as it unfolds. */
export interface MaskSequence {
  /** Masks for step `t`, which may depend on its input and the state before it. */
  at(t: number, x: tf.Tensor2D, h: tf.Tensor2D): Masks;
  /** A scalar to add to the loss after the last step, or null. */
  penalty(): tf.Scalar | null;
}

/** Masks that no state decides, all at once. */
export interface AheadMasks {
  readonly kind: 'ahead';
  readonly gradient: MaskGradient;
  /** The router that decides them, if one does. */
  readonly routing?: Routing;
  /** Masks of hidden channels `[tasks, units]` of which each sequence has one, by its task; inputs are not masked. See task-masks. */
  readonly byTask?: tf.Tensor2D;
  /**
   * Decides the masks of a batch of sequences `[batch, time, features]`. Where `gradient` is `none` and no router decides
   * them, neither masks nor penalty may have one.
   */
  decide(xs: tf.Tensor3D): { readonly block: MaskBlock; readonly penalty: tf.Scalar | null };
}

/** Decides masks. `sequence` scope: one mask for all steps of a sequence; `step`: a new one each step. */
export interface MaskSource {
  readonly scope: 'step' | 'sequence';
  /** Begins a batch of sequences; `xs` holds one `[batch, features]` per step. */
  begin(xs: readonly tf.Tensor2D[]): MaskSequence;
  /** The same decisions in a form that the fused engine runs. Absent: the reference engine runs this source. */
  readonly declared?: AheadMasks | Routing;
  /** Told after each pass how often each channel was active: sums over batch and steps, `[1, channels]`. */
  readonly tally?: (x: tf.Tensor2D | null, h: tf.Tensor2D) => void;
}

/** A source whose masks are given, or decided without the state; `how` tells it to engines that decide by themselves. */
export function aheadOfState(
  scope: MaskSource['scope'],
  gradient: MaskGradient,
  decide: AheadMasks['decide'],
  how: Pick<AheadMasks, 'routing' | 'byTask'> = {},
): MaskSource {
  return {
    scope,
    declared: { kind: 'ahead', gradient, decide, ...how },
    begin(xs) {
      const { block, penalty } = decide(tf.stack([...xs], 1) as tf.Tensor3D);
      return {
        at: (t) => ({ x: block.x === null ? null : stepOf(block.x, t), h: stepOf(block.h, t) }),
        penalty: () => penalty,
      };
    },
  };
}

/** Step `t` of a block. */
function stepOf(block: tf.Tensor3D, t: number): tf.Tensor2D {
  const [time, rows, channels] = block.shape;
  if (time === 1) return block.reshape([rows, channels]);
  return block.slice([t, 0, 0], [1, rows, channels]).reshape([rows, channels]);
}
