/**
 * A nonlinear recurrence on a device: step by step, but for what is known before the first.
 *
 * The products of inputs are taken for all steps at once, unless their mask depends on the state or the gating is delta.
 */
import type { State } from '../../cells/cell.ts';
import { readOf, sidesOf, type Gating } from '../../gating/gating.ts';
import type { Masks } from '../../gating/masks/mask-source.ts';
import { transmitter } from '../../gating/transmit.ts';
import { withGradient } from '../../tensor/custom-gradient.ts';
import { tf } from '../../tensor/tf.ts';
import type { Recurrence } from '../recurrence.ts';
import type { StepwisePass } from './device-cell.ts';
import { maskRows, maskSteps, rowsOf, stepsOf } from './step-rows.ts';
import { tallyOf } from './tally.ts';

/** Outputs `[batch, units]` of each step. */
export interface StepwiseOutputs {
  readonly hs: readonly tf.Tensor2D[];
  readonly penalty: tf.Scalar | null;
}

/** Unrolls over `xs`, `[batch, time, features]`. Call inside `tf.tidy`. */
export function unrollStepwise(xs: tf.Tensor3D, request: Recurrence, pass: StepwisePass): StepwiseOutputs {
  const [batch, time] = xs.shape;
  const advance = stepper(xs, request, pass);
  const hs: tf.Tensor2D[] = [];
  let state = request.cell.initialState(request.settings, batch);
  for (let t = 0; t < time; t++) {
    state = advance.step(t, state);
    hs.push(state.h);
  }
  return { hs, penalty: advance.finish() };
}

interface Stepper {
  step(t: number, state: State): State;
  /** Ends the sequence; the penalty of its masks, or null. */
  finish(): tf.Scalar | null;
}

function stepper(xs: tf.Tensor3D, request: Recurrence, pass: StepwisePass): Stepper {
  switch (request.gating.kind) {
    case 'dense':
      return denseStepper(xs, request, pass);
    case 'masked':
      return maskedStepper(xs, request, request.gating, pass);
    case 'delta':
      return deltaStepper(xs, request, request.gating, pass);
  }
}

const unchanged = (h: tf.Tensor2D): tf.Tensor2D => h;

function denseStepper(xs: tf.Tensor3D, { observe }: Recurrence, pass: StepwisePass): Stepper {
  const projected = projectedAhead(xs, pass, null);
  return {
    step: (t, state) => {
      observe?.('x', null);
      observe?.('h', null);
      return pass.step(projected(t), { maskH: null, sent: unchanged }, state);
    },
    finish: () => null,
  };
}

function maskedStepper(
  xs: tf.Tensor3D,
  { observe, settings }: Recurrence,
  gating: Gating & { kind: 'masked' },
  pass: StepwisePass,
): Stepper {
  const { masks: source, inactive } = gating;
  const sides = sidesOf(gating);
  // Nothing was written before the first step.
  let written = readOf(gating) === 'previous' ? tf.zeros<tf.Rank.R2>([1, settings.units]) : null;
  const feed = maskFeed(xs, gating, pass);
  const done: Masks[] = [];
  return {
    step: (t, state) => {
      const masks = feed.at(t, state.h);
      observe?.('x', masks.x);
      observe?.('h', masks.h);
      if (source.tally !== undefined) done.push(masks);
      const ofStep =
        sides === 'rows'
          ? { maskH: null, sent: unchanged, rows: masks.h }
          : written === null
            ? { maskH: masks.h, sent: unchanged }
            : { maskH: written, sent: unchanged, rows: masks.h };
      if (written !== null) written = masks.h;
      const candidate = pass.step(feed.projected(t, masks.x), ofStep, state);
      if (sides === 'columns') return candidate;
      const merged = Object.entries(candidate).map(([name, fresh]) => [
        name,
        inactive === 'carry'
          ? blend(masks.h, state[name] as tf.Tensor2D, fresh as tf.Tensor2D, feed.differentiable)
          : tf.mul(masks.h, fresh),
      ]);
      return Object.fromEntries(merged) as State;
    },
    finish: () => {
      source.tally?.(...tallyOf(done));
      return feed.penalty();
    },
  };
}

interface MaskFeed {
  at(t: number, h: tf.Tensor2D): Masks;
  projected(t: number, maskX: tf.Tensor2D | null): readonly tf.Tensor2D[];
  penalty(): tf.Scalar | null;
  /** Whether the masks may need a gradient. */
  readonly differentiable: boolean;
}

function maskFeed(xs: tf.Tensor3D, gating: Gating & { kind: 'masked' }, pass: StepwisePass): MaskFeed {
  const { masks: source } = gating;
  const [batch, time] = xs.shape;
  const readsAll = sidesOf(gating) === 'rows';
  if (source.declared?.kind === 'ahead') {
    const { block, penalty } = source.declared.decide(xs);
    const maskX = block.x === null || readsAll ? null : maskRows(block.x, time, batch);
    const x = block.x === null ? null : maskSteps(block.x, time);
    const h = maskSteps(block.h, time);
    return {
      at: (t) => ({ x: x?.[t] ?? null, h: h[t] as tf.Tensor2D }),
      projected: projectedAhead(xs, pass, maskX),
      penalty: () => penalty,
      differentiable: source.declared.gradient !== 'none',
    };
  }
  const inputs = tf.unstack(xs, 1) as tf.Tensor2D[];
  const masks = source.begin(inputs);
  let ahead: ((t: number) => readonly tf.Tensor2D[]) | null = null;
  return {
    at: (t, h) => masks.at(t, inputs[t] as tf.Tensor2D, h),
    projected: (t, maskX) => {
      if (maskX !== null && !readsAll) return pass.project(inputs[t] as tf.Tensor2D, maskX);
      ahead ??= projectedAhead(xs, pass, null);
      return ahead(t);
    },
    penalty: () => masks.penalty(),
    differentiable: true,
  };
}

function deltaStepper(
  xs: tf.Tensor3D,
  { observe }: Recurrence,
  { thetaX, thetaH }: Gating & { kind: 'delta' },
  pass: StepwisePass,
): Stepper {
  const inputs = tf.unstack(xs, 1) as tf.Tensor2D[];
  const tell = (channels: 'x' | 'h') => observe && ((sends: tf.Tensor2D) => observe(channels, sends));
  const sentX = transmitter(thetaX, tell('x'));
  const sent = transmitter(thetaH, tell('h'));
  return {
    step: (t, state) => {
      const projected = pass.project(sentX(inputs[t] as tf.Tensor2D), null);
      return pass.step(projected, { maskH: null, sent }, state);
    },
    finish: () => null,
  };
}

/** The rows of each step of what is projected for all at once; `maskX` `[time · batch, features]`. */
function projectedAhead(
  xs: tf.Tensor3D,
  pass: StepwisePass,
  maskX: tf.Tensor2D | null,
): (t: number) => readonly tf.Tensor2D[] {
  const projections = pass.project(rowsOf(xs), maskX).map((rows) => stepsOf(rows, xs.shape[1]));
  return (t) => projections.map((steps) => steps[t] as tf.Tensor2D);
}

/** old + m ⊙ (fresh − old), where m is `[batch or 1, units]`. */
function blend(
  mask: tf.Tensor2D,
  old: tf.Tensor2D,
  fresh: tf.Tensor2D,
  differentiable: boolean,
): tf.Tensor2D {
  return withGradient<tf.Tensor2D>(differentiable ? [old, fresh, mask] : [old, fresh], () => {
    const change = tf.sub(fresh, old);
    return {
      value: tf.add<tf.Tensor2D>(old, tf.mul(mask, change)),
      saved: differentiable ? [mask, change] : [mask],
      gradient: (dy, [m, kept]) => {
        const dFresh = tf.mul(dy, m as tf.Tensor2D);
        const dOld = tf.sub(dy, dFresh);
        if (kept === undefined) return [dOld, dFresh];
        const dMask = tf.mul(dy, kept);
        return [dOld, dFresh, mask.shape[0] === dy.shape[0] ? dMask : tf.sum(dMask, 0, true)];
      },
    };
  });
}
