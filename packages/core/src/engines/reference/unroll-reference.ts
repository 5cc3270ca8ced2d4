/**
 * The reference engine: a cell over time, composed of tfjs ops and differentiated by tfjs, on any backend.
 *
 * A delta network needs no accumulator here: by telescoping, M_t = b + W_x x̂_t + W_h ĥ_t.
 */
import { composesForDevice } from '../../backends/composition.ts';
import type { State, StepInputs } from '../../cells/cell.ts';
import { readOf, sidesOf, type Gating } from '../../gating/gating.ts';
import { transmitter } from '../../gating/transmit.ts';
import { tf } from '../../tensor/tf.ts';
import { deviceCellOf } from '../device/registry.ts';
import { unrollStepwise } from '../device/unroll-stepwise.ts';
import { unrollWhole } from '../device/unroll-whole.ts';
import type { Recurrence } from '../recurrence.ts';

/** Outputs of a sequence: `hs[t]` is `[batch, units]`. */
export interface ReferenceOutputs {
  readonly hs: readonly tf.Tensor2D[];
  readonly penalty: tf.Scalar | null;
}

/** The same, or `[time, batch, units]` where all steps were computed at once. */
export interface ComposedOutputs {
  readonly hs: readonly tf.Tensor2D[] | tf.Tensor3D;
  readonly penalty: tf.Scalar | null;
}

/** Unrolls over `xs`, `[batch, time, features]`. Call inside `tf.tidy`; the caller owns what it keeps. */
export function unrollReference(xs: tf.Tensor3D, request: Recurrence): ReferenceOutputs {
  const { hs, penalty } = unrollComposed(xs, request);
  return { hs: hs instanceof tf.Tensor ? (tf.unstack(hs) as tf.Tensor2D[]) : hs, penalty };
}

/** The same, composed as the active backend has it and outputs as they come. */
export function unrollComposed(xs: tf.Tensor3D, request: Recurrence): ComposedOutputs {
  const { cell, settings, parameters } = request;
  const onDevice = composesForDevice() ? deviceCellOf(cell) : undefined;
  if (onDevice === undefined) return unrollOnHost(xs, request);
  const pass = onDevice(settings, parameters);
  return pass.kind === 'whole' ? unrollWhole(xs, request, pass) : unrollStepwise(xs, request, pass);
}

function unrollOnHost(xs: tf.Tensor3D, request: Recurrence): ReferenceOutputs {
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
  return { hs, penalty: advance.finish() };
}

interface Stepper {
  step(t: number, x: tf.Tensor2D, state: State): State;
  /** Ends the sequence; the penalty of its masks, or null. */
  finish(): tf.Scalar | null;
}

type CellStep = (inputs: StepInputs, state: State) => State;

function stepper(request: Recurrence, steps: readonly tf.Tensor2D[], cellStep: CellStep): Stepper {
  switch (request.gating.kind) {
    case 'dense':
      return denseStepper(request, cellStep);
    case 'masked':
      return maskedStepper(request, request.gating, steps, cellStep);
    case 'delta':
      return deltaStepper(request, request.gating, cellStep);
  }
}

function denseStepper({ observe }: Recurrence, cellStep: CellStep): Stepper {
  return {
    step: (_t, x, state) => {
      observe?.('x', null);
      observe?.('h', null);
      return cellStep({ x, maskX: null, maskH: null, sent: (h) => h }, state);
    },
    finish: () => null,
  };
}

function maskedStepper(
  { cell, observe, settings }: Recurrence,
  gating: Gating & { kind: 'masked' },
  steps: readonly tf.Tensor2D[],
  cellStep: CellStep,
): Stepper {
  const { masks: source, inactive } = gating;
  const sides = sidesOf(gating);
  // Nothing was written before the first step.
  let written = readOf(gating) === 'previous' ? tf.zeros<tf.Rank.R2>([1, settings.units]) : null;
  const masks = source.begin(steps);
  const sent = (h: tf.Tensor2D): tf.Tensor2D => h;
  const tallies: { x: tf.Tensor[]; h: tf.Tensor[] } = { x: [], h: [] };
  return {
    step: (t, x, state) => {
      const { x: maskX, h: maskH } = masks.at(t, x, state.h);
      observe?.('x', maskX);
      observe?.('h', maskH);
      if (source.tally !== undefined) {
        if (maskX !== null) tallies.x.push(tf.sum(maskX, 0, true));
        tallies.h.push(tf.sum(maskH, 0, true));
      }
      const inputs =
        sides === 'rows'
          ? { x, maskX: null, maskH: null, sent, rows: maskH }
          : written === null
            ? { x, maskX, maskH, sent }
            : { x, maskX, maskH: written, sent, rows: maskH };
      if (written !== null) written = maskH;
      const candidate = cellStep(inputs, state);
      if (cell.recurrence === 'linear' || sides === 'columns') return candidate;
      return merge(state, candidate, (old, fresh) =>
        inactive === 'carry' ? tf.add(old, tf.mul(maskH, tf.sub(fresh, old))) : tf.mul(maskH, fresh),
      );
    },
    finish: () => {
      source.tally?.(
        tallies.x.length === 0 ? null : (tf.addN(tallies.x) as tf.Tensor2D),
        tf.addN(tallies.h) as tf.Tensor2D,
      );
      return masks.penalty();
    },
  };
}

function deltaStepper(
  { observe }: Recurrence,
  { thetaX, thetaH }: Gating & { kind: 'delta' },
  cellStep: CellStep,
): Stepper {
  const tell = (channels: 'x' | 'h') => observe && ((sends: tf.Tensor2D) => observe(channels, sends));
  const sentX = transmitter(thetaX, tell('x'));
  const sent = transmitter(thetaH, tell('h'));
  return {
    step: (_t, x, state) => cellStep({ x: sentX(x), maskX: null, maskH: null, sent }, state),
    finish: () => null,
  };
}

function merge(
  old: State,
  fresh: State,
  combine: (old: tf.Tensor2D, fresh: tf.Tensor2D) => tf.Tensor2D,
): State {
  const { h, ...rest } = fresh;
  const others = Object.entries(rest).map(
    ([name, value]) => [name, combine(old[name] as tf.Tensor2D, value as tf.Tensor2D)] as const,
  );
  return { h: combine(old.h, h), ...Object.fromEntries(others) };
}
