/** A linear recurrence on a device: all steps at once, since no mask depends on its state. */
import type { Gating } from '../../gating/gating.ts';
import type { AheadMasks, Masks, MaskSource } from '../../gating/masks/mask-source.ts';
import { transmitter, type Transmitter } from '../../gating/transmit.ts';
import { tf } from '../../tensor/tf.ts';
import type { Recurrence } from '../recurrence.ts';
import type { WholePass } from './device-cell.ts';
import { maskRows, maskSteps, rowsOf, stepsOf } from './step-rows.ts';
import { tallyOf } from './tally.ts';

/** Outputs `[time, batch, units]`. */
export interface WholeOutputs {
  readonly hs: tf.Tensor3D;
  readonly penalty: tf.Scalar | null;
}

/** Unrolls over `xs`, `[batch, time, features]`. Call inside `tf.tidy`. */
export function unrollWhole(xs: tf.Tensor3D, request: Recurrence, pass: WholePass): WholeOutputs {
  const [batch, time] = xs.shape;
  const { gating, settings } = request;
  const { penalty, ...inputs } = inputsOf(xs, request, gating);
  const rows = pass.run(inputs, batch);
  return { hs: tf.reshape(rows, [time, batch, settings.units]), penalty };
}

type WholeInputs = Parameters<WholePass['run']>[0] & { readonly penalty: tf.Scalar | null };

function inputsOf(xs: tf.Tensor3D, { observe }: Recurrence, gating: Gating): WholeInputs {
  const time = xs.shape[1];
  const x = rowsOf(xs);
  const open = { x, maskX: null, maskH: null, sent: (rows: tf.Tensor2D) => rows, penalty: null };
  switch (gating.kind) {
    case 'dense':
      for (let t = 0; t < time; t++) {
        observe?.('x', null);
        observe?.('h', null);
      }
      return open;
    case 'masked': {
      const { maskX, maskH, penalty, steps } = decided(xs, gating.masks);
      const { tally } = gating.masks;
      const watched = observe === undefined && tally === undefined ? [] : steps();
      for (const masks of watched) {
        observe?.('x', masks.x);
        observe?.('h', masks.h);
      }
      tally?.(...tallyOf(watched));
      return { ...open, maskX, maskH, penalty };
    }
    case 'delta': {
      const tell = (channels: 'x' | 'h') => observe && ((sends: tf.Tensor2D) => observe(channels, sends));
      const all =
        (send: Transmitter): Transmitter =>
        (rows, slot) =>
          tf.concat(stepsOf(rows, time).map((step) => send(step, slot)), 0); // prettier-ignore
      return {
        ...open,
        x: all(transmitter(gating.thetaX, tell('x')))(x),
        sent: all(transmitter(gating.thetaH, tell('h'))),
      };
    }
  }
}

/** Masks of all steps, as rows and one by one. */
interface Decided extends Pick<WholeInputs, 'maskX' | 'penalty'> {
  readonly maskH: tf.Tensor2D;
  readonly steps: () => readonly Masks[];
}

function decided(xs: tf.Tensor3D, source: MaskSource): Decided {
  const [batch, time] = xs.shape;
  const { block, penalty } =
    source.declared?.kind === 'ahead' ? source.declared.decide(xs) : oneByOne(xs, source);
  return {
    maskX: block.x === null ? null : maskRows(block.x, time, batch),
    maskH: maskRows(block.h, time, batch),
    penalty,
    steps: () => {
      const x = block.x === null ? null : maskSteps(block.x, time);
      return maskSteps(block.h, time).map((h, t) => ({ x: x?.[t] ?? null, h }));
    },
  };
}

/** The masks of a source that decides step by step; it is shown no state, for a linear recurrence lets none decide. */
function oneByOne(xs: tf.Tensor3D, source: MaskSource): ReturnType<AheadMasks['decide']> {
  const inputs = tf.unstack(xs, 1) as tf.Tensor2D[];
  const masks = source.begin(inputs);
  const none = tf.zeros<tf.Rank.R2>([xs.shape[0], 0]);
  const steps = inputs.map((x, t) => masks.at(t, x, none));
  const ofX = steps.flatMap(({ x }) => (x === null ? [] : [x]));
  return {
    block: {
      x: ofX.length === 0 ? null : (tf.stack(ofX) as tf.Tensor3D),
      h: tf.stack(steps.map(({ h }) => h)) as tf.Tensor3D,
    },
    penalty: masks.penalty(),
  };
}
