/**
 * Masks as they reach a fused cell, for all steps of a pass: `x` `[time, batch, features]` and `h` `[time, batch, units]`
 * in kernel memory. Step t is filled in by `decide(t)`; gradients go back the same way.
 */
import { NONE, type Floats, type None } from '@dsrnn/kernels';
import type { Blocks } from './fused-cell.ts';

/** Where the gradients of the masks of one step are to be written, whole rows; none: not wanted. */
export interface MaskGradients {
  readonly x: Floats | None;
  readonly h: Floats | None;
}

/** Of masks that want none. */
export const NO_GRADIENTS: MaskGradients = { x: NONE, h: NONE };

/** What a backward pass will ask of a feed. */
export interface FeedBackward {
  /** Whether there will be one. */
  readonly differentiate: boolean;
  /** Whether the masks need gradients. A router is taught by penalties too, so it may have a gradient where they need none. */
  readonly wanted: boolean;
}

/** Masks of units as they were decided, by group. */
export interface GroupMasks {
  /** Units of a group; the last one may have fewer. */
  readonly size: number;
  readonly count: number;
  /** `[time, batch, count]` */
  readonly at: Floats;
  /** Most groups that are active in any step and sample. */
  readonly capacity: number;
}

/** Decides the masks of a pass. */
export interface MaskFeed {
  /** `[time, batch, features]`; none: inputs are not masked. */
  readonly x: Floats | None;
  /** `[time, batch, units]` */
  readonly h: Floats;
  /** The groups behind `h`, filled in with it; null: units are masked one by one. */
  readonly groups: GroupMasks | null;
  /** Most inputs and units that are active in any step and sample. */
  readonly capacity: { readonly x: number; readonly h: number };
  /**
   * Fills in the masks of step `t`, from the state before it `[batch, units]`. Steps come in order. None: a linear recurrence
   * has no state before a step, and its masks do not read it.
   */
  decide(t: number, state: Floats | None): void;
  /** Where the gradients of step `t` belong. */
  gradients(t: number): MaskGradients;
  /**
   * Call once the gradients of step `t` are written, steps in reverse order: adds to `dState` `[batch, units]` what they
   * mean for the state before the step (of a linear recurrence, whose masks no state decides: once, for step 0, and none).
   */
  backward(t: number, dState: Floats | None): void;
  /** Ends the backward pass: writes the gradients of the decider's own parameters, by name. */
  finish(gradients: Blocks<string>): void;
}
