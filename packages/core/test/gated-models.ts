/** Small models of every cell under every kind of gating, for tests that compare two ways to run them. */
import { createRng } from '@dsrnn/portable';
import type { CellDefinition } from '../src/cells/cell.ts';
import type { ReadoutKind } from '../src/engines/recurrence.ts';
import { unroll } from '../src/engines/unroll/unroll.ts';
import type { Gating } from '../src/gating/gating.ts';
import { ds } from '../src/methods/ds.ts';
import { disposeParameters, type Parameters } from '../src/tensor/parameters.ts';
import { tf } from '../src/tensor/tf.ts';
import {
  coinMask,
  constantMasks,
  toyContext,
  toyMode,
  toyParameters,
  toySequences,
  weightedSum,
} from './toys.ts';

const [BATCH, FEATURES, UNITS] = [3, 4, 6];

/** Gatings by name: settings of DS, or a gating of `time` steps. */
const gatings: Readonly<Record<string, Readonly<Record<string, unknown>> | ((time: number) => Gating)>> = {
  dense: () => ({ kind: 'dense' }),
  delta: () => ({ kind: 'delta', thetaX: tf.scalar(0.1), thetaH: tf.scalar(0.05) }),
  'a mask for all': () => given(1, 1),
  'a mask per step and sample': (time) => given(time, BATCH),
  ds: {},
  'ds, inputs unmasked': { maskInputs: false },
  'ds, inactive zero': { inactive: 'zero' },
  'ds, rows': { sides: 'rows' },
  'ds, columns': { sides: 'columns' },
  'ds, previous': { read: 'previous' },
  'ds ema, previous, groups': {
    read: 'previous',
    groupSize: 4,
    maskInputs: false,
    router: { input: 'ema' },
    estimator: { kind: 'active-only' },
  },
  'ds, groups': { groupSize: 2, balanceWeight: 0.1 },
  'ds, previous, inactive zero': { read: 'previous', inactive: 'zero' },
  'ds, detached': { router: { detachState: true } },
  'ds, balance': { balanceWeight: 0.1 },
  'ds, active-only': { estimator: { kind: 'active-only' } },
  'ds, gumbel-top-k': { estimator: { kind: 'gumbel-top-k' } },
  'ds, hard-concrete': { estimator: { kind: 'hard-concrete' } },
  'ds x': { router: { input: 'x' } },
  'ds x, hard-concrete, balance': {
    router: { input: 'x' },
    estimator: { kind: 'hard-concrete', budget: 'penalty' },
    balanceWeight: 0.1,
  },
  'ds ema': { router: { input: 'ema' } },
  'ds first': { router: { input: 'first', firstSteps: 2 } },
  'ds first, inputs unmasked': { router: { input: 'first', firstSteps: 2 }, maskInputs: false },
};

function given(time: number, rows: number): Gating {
  const rng = createRng(4);
  const masks = Array.from({ length: time }, () => ({
    x: coinMask(rows, FEATURES, rng),
    h: coinMask(rows, UNITS, rng),
  }));
  return { kind: 'masked', masks: constantMasks(masks), inactive: 'carry' };
}

/** The names of the gatings that a cell has. */
export function gatingsOf(cell: CellDefinition): string[] {
  const nonlinearOnly = [
    'ds, inactive zero',
    'ds, rows',
    'ds, columns',
    'ds, detached',
    'ds, previous',
    'ds ema, previous, groups',
    'ds, previous, inactive zero',
  ];
  return Object.keys(gatings).filter(
    (name) => cell.recurrence === 'nonlinear' || !nonlinearOnly.includes(name),
  );
}

/** A model and its data. */
export interface GatedModel {
  readonly parameters: Parameters;
  /** Every output counted differently, and the penalty. Call inside a tidy. */
  loss(readout: ReadoutKind): tf.Scalar;
  dispose(): void;
}

/** The model of a cell under the gating of that name; the same numbers each time. */
export function gatedModel(cell: CellDefinition, name: string, time: number): GatedModel {
  const chosen = gatings[name];
  if (chosen === undefined) throw new Error(`no gating "${name}" among ${Object.keys(gatings).join(', ')}`);
  const config = typeof chosen === 'function' ? {} : chosen;
  const context = toyContext(ds, cell, { config, units: UNITS, features: FEATURES, time });
  const model = ds.create(context, createRng(7));
  const { parameters } = model;
  const shifted = toyParameters(cell, context.settings, FEATURES);
  for (const [key, value] of Object.entries(shifted)) parameters[key]?.assign(value);
  disposeParameters(shifted);
  const xs = toySequences(BATCH, time, FEATURES, createRng(1));
  return {
    parameters,
    loss(readout) {
      const gating = typeof chosen === 'function' ? chosen(time) : model.gating(toyMode());
      const request = { cell, settings: context.settings, parameters, gating, readout };
      const { output, penalty } = unroll(xs, request);
      const loss = weightedSum([output]);
      return penalty === null ? loss : tf.add<tf.Scalar>(loss, penalty);
    },
    dispose: () => {
      model.dispose();
      xs.dispose();
    },
  };
}
