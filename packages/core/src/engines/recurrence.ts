/** What every engine is asked, and what it gives: a cell over a sequence, gated in some way. */
import type { CellDefinition, CellSettings } from '../cells/cell.ts';
import type { Gating } from '../gating/gating.ts';
import type { InitialValues } from '../tensor/parameters.ts';
import type { tf } from '../tensor/tf.ts';

/**
 * Told which input or hidden channels products read: the nonzero entries of a mask `[batch or 1, channels]`, all of them
 * (null), or a mean number per sample. Where products read other channels than the units that are computed (rows alone are
 * masked, or columns are those of the step before), which units are computed. Called once a step, in a
 * delta network once for each hidden vector that is sent; an engine that counts itself calls once a sequence.
 */
export type ActivityObserver = (channels: 'x' | 'h', active: tf.Tensor2D | number | null) => void;

/** A cell to unroll over a sequence. */
export interface Recurrence {
  readonly cell: CellDefinition;
  readonly settings: CellSettings;
  readonly parameters: InitialValues;
  readonly gating: Gating;
  readonly observe?: ActivityObserver | undefined;
}

/** What the head reads of the outputs h_t: the last, their mean over time, or all of them. */
export type ReadoutKind = 'last' | 'mean' | 'steps';

/** What to unroll, and what of its outputs is wanted. */
export interface UnrollRequest extends Recurrence {
  readonly readout: ReadoutKind;
  /** false: no gradient will be asked for, so nothing is kept for it (the fused engine throws if one is). */
  readonly differentiate?: boolean;
  /**
   * true: the gradient of the inputs is wanted too. The fused engine has none, so a pass that is differentiated then is
   * composed as in the reference engine; without this such a gradient is refused where the fused engine runs.
   */
  readonly inputGradient?: boolean;
}

/** What was read. */
export interface Unrolled {
  /** `[batch, units]`, or `[batch, time, units]` for `steps`. */
  readonly output: tf.Tensor;
  readonly penalty: tf.Scalar | null;
}
