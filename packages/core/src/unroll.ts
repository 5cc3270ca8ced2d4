/**
 * Runs a cell over time under a gating. This is the reference path: composed of tfjs ops, differentiated by tfjs.
 *
 *   dense   every unit takes its candidate state
 *   masked  products read only active channels; active units take the candidate, inactive ones carry or are zeroed
 *   delta   products read the last transmitted x̂, ĥ; a channel transmits when it moved by at least θ
 *           (Neil et al., 2017). By telescoping, M_t = b + W_x x̂_t + W_h ĥ_t, so the products need no accumulator here.
 */
import type { CellDefinition, CellSettings, State, StepInputs } from './cells/cell.ts';
import type { Parameters } from './parameters.ts';
import { tf } from './tf.ts';

/** Masks of one step, entries 0 or 1 (soft estimators: in [0, 1]). */
export interface Masks {
  /** `[batch or 1, features]`, or null if inputs are not masked. */
  readonly x: tf.Tensor2D | null;
  /** `[batch or 1, units]` */
  readonly h: tf.Tensor2D;
}

/** Masks of one sequence as it unfolds. */
export interface MaskSequence {
  /** Masks for step `t`, which may depend on its input and the state before it. */
  at(t: number, x: tf.Tensor2D, h: tf.Tensor2D): Masks;
  /** A scalar to add to the loss after the last step, or null. */
  penalty(): tf.Scalar | null;
}

/** Decides masks. `sequence` scope: one mask for all steps of a sequence; `step`: a new one each step. */
export interface MaskSource {
  readonly scope: 'step' | 'sequence';
  /** Begins a batch of sequences; `xs` holds one `[batch, features]` per step. */
  begin(xs: readonly tf.Tensor2D[]): MaskSequence;
}

/** How units and channels take part in a step. */
export type Gating =
  | { readonly kind: 'dense' }
  | { readonly kind: 'masked'; readonly masks: MaskSource; readonly inactive: 'carry' | 'zero' }
  | { readonly kind: 'delta'; readonly thetaX: tf.Scalar; readonly thetaH: tf.Scalar };

/** Told which channels were active: nonzero entries count. Null: all of them. */
export type ActivityObserver = (x: tf.Tensor2D | null, h: tf.Tensor2D | null) => void;

/** Outputs of a sequence: `hs[t]` is `[batch, units]`. */
export interface Unrolled {
  readonly hs: readonly tf.Tensor2D[];
  readonly penalty: tf.Scalar | null;
}

/** What to unroll. */
export interface UnrollRequest {
  readonly cell: CellDefinition;
  readonly settings: CellSettings;
  readonly parameters: Parameters;
  readonly gating: Gating;
  readonly observe?: ActivityObserver | undefined;
}

/** Unrolls over `xs`, `[batch, time, features]`. Call inside `tf.tidy`; the caller owns what it keeps. */
export function unroll(xs: tf.Tensor3D, request: UnrollRequest): Unrolled {
  const { cell, settings, parameters } = request;
  const steps = tf.unstack(xs, 1) as tf.Tensor2D[];
  const prepared = cell.prepare(settings, parameters);
  const advance = stepper(request, steps, (inputs, state) => cell.step(prepared, inputs, state));
  const hs: tf.Tensor2D[] = [];
  let state = cell.initialState(settings, xs.shape[0]);
  steps.forEach((x, t) => {
    state = advance.step(t, x, state);
    hs.push(state.h);
  });
  return { hs, penalty: advance.penalty() };
}

interface Stepper {
  step(t: number, x: tf.Tensor2D, state: State): State;
  penalty(): tf.Scalar | null;
}

type CellStep = (inputs: StepInputs, state: State) => State;

function stepper(request: UnrollRequest, steps: readonly tf.Tensor2D[], cellStep: CellStep): Stepper {
  const { gating, observe } = request;
  switch (gating.kind) {
    case 'dense':
      return {
        step: (_t, x, state) => {
          observe?.(null, null);
          return cellStep({ x, h: state.h, maskX: null, maskH: null }, state);
        },
        penalty: () => null,
      };
    case 'masked':
      return maskedStepper(gating.masks.begin(steps), gating.inactive, cellStep, observe);
    case 'delta':
      return deltaStepper(gating.thetaX, gating.thetaH, cellStep, observe);
  }
}

function maskedStepper(
  masks: MaskSequence,
  inactive: 'carry' | 'zero',
  cellStep: CellStep,
  observe: ActivityObserver | undefined,
): Stepper {
  return {
    step: (t, x, state) => {
      const { x: maskX, h: maskH } = masks.at(t, x, state.h);
      observe?.(maskX, maskH);
      const candidate = cellStep({ x, h: state.h, maskX, maskH }, state);
      return merge(state, candidate, (old, fresh) =>
        inactive === 'carry' ? tf.add(old, tf.mul(maskH, tf.sub(fresh, old))) : tf.mul(maskH, fresh),
      );
    },
    penalty: () => masks.penalty(),
  };
}

function deltaStepper(
  thetaX: tf.Scalar,
  thetaH: tf.Scalar,
  cellStep: CellStep,
  observe: ActivityObserver | undefined,
): Stepper {
  let sentX: tf.Tensor2D | null = null;
  let sentH: tf.Tensor2D | null = null;
  return {
    step: (_t, x, state) => {
      sentX ??= tf.zerosLike(x);
      sentH ??= tf.zerosLike(state.h);
      const newX = transmit(x, sentX, thetaX);
      const newH = transmit(state.h, sentH, thetaH);
      observe?.(newX.sends, newH.sends);
      sentX = newX.sent;
      sentH = newH.sent;
      return cellStep({ x: sentX, h: sentH, maskX: null, maskH: null }, state);
    },
    penalty: () => null,
  };
}

/** |value − sent| < θ keeps what was sent; otherwise the value is sent (≥ transmits, as published). */
function transmit(
  value: tf.Tensor2D,
  sent: tf.Tensor2D,
  theta: tf.Scalar,
): { sent: tf.Tensor2D; sends: tf.Tensor2D } {
  const moved = tf.greaterEqual(tf.abs(tf.sub(value, sent)), theta);
  return { sent: tf.where(moved, value, sent), sends: tf.cast(moved, 'float32') as tf.Tensor2D };
}

function merge(
  old: State,
  fresh: State,
  combine: (old: tf.Tensor2D, fresh: tf.Tensor2D) => tf.Tensor2D,
): State {
  return Object.fromEntries(
    Object.entries(fresh).map(([name, value]) => [name, combine(old[name] as tf.Tensor2D, value)]),
  ) as unknown as State;
}
