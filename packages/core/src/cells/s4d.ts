/**
 * S4D: a stack of diagonal linear state-space layers (Gu et al., 2022), in its recurrent form.
 *
 *   u⁰ = m_h ⊙ (W_x (m_x ⊙ x) + b_x),   u^{l+1} = layer_l(u^l), see s4d-layer.ts,   h = u of the last layer
 *
 * The masks of a step serve all layers. An inactive channel enters with u = 0, is not read and gives 0, but its state
 * goes on decaying. That keeps the sequence a convolution, and needs no work while it is inactive: as A is diagonal, a
 * channel that was left out for k steps is caught up by one product with Ā^k. In a delta network W_x reads x̂ and W_o of
 * layer l what was sent of z^l.
 *
 * Parameters, with H = units and M = stateSize/2 complex modes a channel: wx [features, H], bx [H]; per layer, with
 * prefix `layer0.` …: logDt [H], logReal, imag, cReal, cImag [H, M], d [H], wo [H, 2·H], bo [2·H], and with layer norm
 * gain and shift [H]. B is absorbed into C.
 * Initialisation: wx ~ U(±1/√features), log Δt ~ U(ln dtMin, ln dtMax), A of s4d-init.ts, C complex standard normal
 * (times B), d ~ N(0, 1), wo ~ U(±1/√H), gain 1, biases and shift 0.
 * Differs from the published layer: gelu in the tanh form, no dropout, layer norm over the active channels, post-norm.
 */
import { ln, type Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { linear, prepareLinear, type PreparedLinear } from '../tensor/linear.ts';
import { masked } from '../tensor/masked.ts';
import { normal, uniform } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { defineCell } from './cell.ts';
import { initialSpectrum, spectrumInit } from './s4d-init.ts';
import {
  layerNames,
  prepareLayer,
  stepLayer,
  TIME_STEPS,
  type LayerName,
  type LayerValues,
  type PreparedLayer,
} from './s4d-layer.ts';

/** Of a mode and step: Ā s takes 4, B̄ u and 2 Re C s take 2 each. */
const MACS_PER_MODE = 8;

const timeStep = z.number().min(TIME_STEPS.least).max(TIME_STEPS.most);

/** Settings of S4D. */
export const s4dConfig = z
  .strictObject({
    kind: z.literal('s4d'),
    units: z.int().positive().max(4096),
    readout: z
      .enum(['last', 'mean'])
      .default('mean')
      .describe('what the head reads: last output or mean over time'),
    layers: z.int().positive().max(32).default(1),
    stateSize: z
      .int()
      .positive()
      .multipleOf(2)
      .max(256)
      .default(64)
      .describe('N, real numbers of state per channel: N/2 complex modes'),
    init: spectrumInit
      .default('lin')
      .describe('imaginary parts of A: linear, inverse law, or those of HiPPO-LegS'),
    dtMin: timeStep.default(0.001).describe('smallest initial time step'),
    dtMax: timeStep.default(0.1).describe('largest initial time step'),
    norm: z.enum(['layer', 'none']).default('layer').describe('normalisation after each layer'),
    stateRateScale: z
      .number()
      .min(0)
      .max(100)
      .default(0.1)
      .describe(
        'factor on the learning rate of A and Δt; the authors train these at 0.001, the rest at 0.01',
      ),
  })
  .superRefine(({ dtMin, dtMax }, context) => {
    if (dtMin > dtMax) {
      const message = `is ${String(dtMin)}, above dtMax ${String(dtMax)}; use at most that`;
      context.addIssue({ code: 'custom', path: ['dtMin'], message });
    }
  });

/** Settings of S4D, defaults filled in. */
export type S4dConfig = z.infer<typeof s4dConfig>;

/** What each layer has, under the layer's name: `layer0.` …. */
type OfLayers<Values> = {
  readonly [Name in keyof Values as `layer${number}.${Name & string}`]-?: NonNullable<Values[Name]>;
};
/** Parameters of S4D by name. */
export type S4dValues = Readonly<{ wx: tf.Tensor2D; bx: tf.Tensor1D }> & OfLayers<LayerValues>;
/** State of S4D. */
type S4dState = Readonly<{ h: tf.Tensor2D }> & OfLayers<Record<'re' | 'im', tf.Tensor>>;

/** S4D. State h, and re and im of each layer; parameters see the top of this file. */
export const s4d = defineCell({
  kind: 's4d',
  version: 1,
  title: 'S4D',
  summary: 'diagonal linear state-space layers with gated channel mixing',
  config: s4dConfig,
  recurrence: 'linear',
  weightMatrices: (config, features) => [
    { name: 'wx', inputs: features, outputs: config.units, macsPerWeight: 1 },
    ...Array.from({ length: config.layers }, (_, l) => ({
      name: `layer${l}.wo`,
      inputs: config.units,
      outputs: 2 * config.units,
      macsPerWeight: 1,
    })),
  ],

  init: (config, features, rng): S4dValues => ({
    wx: uniform([features, config.units], 1 / Math.sqrt(features), rng.fork('wx')),
    bx: tf.zeros([config.units]),
    ...perLayer(config.layers, (l) => initialLayer(config, l, rng)),
  }),

  initialState({ layers, units, stateSize }, batch): S4dState {
    const zeros = (): tf.Tensor => tf.zeros([batch, units, stateSize / 2]);
    return {
      h: tf.zeros([batch, units]),
      ...perLayer(layers, () => ({ re: zeros(), im: zeros() })),
    };
  },

  prepare: (config, parameters) => prepareS4d(config, parameters),

  step({ input, layers }, { x, maskX, maskH, sent }, state) {
    let u = masked(linear(masked(x, maskX), input), maskH);
    const states = layers.map((layer, l) => {
      const before = { re: state[`layer${l}.re`]!, im: state[`layer${l}.im`]! };
      const after = stepLayer(layer, u, before, maskH, (h) => sent(h, l));
      u = after.u;
      return { ...after.state };
    });
    return { h: u, ...perLayer(layers.length, (l) => states[l]!) };
  },

  rateScale: ({ layers, stateRateScale: scale }) =>
    perLayer(layers, () => ({ logDt: scale, logReal: scale, imag: scale })),

  parameterCount({ units, layers, stateSize, norm }, features) {
    const perLayer = units * (2 + 2 * stateSize + 2 * units + 2 + (norm === 'layer' ? 2 : 0));
    return units * (features + 1) + layers * perLayer;
  },

  macs: ({ layers, stateSize }, _features, { rows, x, h }) =>
    rows * x + layers * rows * (MACS_PER_MODE * (stateSize / 2) + 2 * h),
});

/** What all steps of a sequence share. */
export interface PreparedS4d {
  readonly input: PreparedLinear;
  readonly layers: readonly PreparedLayer[];
}

/** The S4D with these parameters, for a sequence. */
export function prepareS4d({ layers, norm }: S4dConfig, parameters: S4dValues): PreparedS4d {
  const valuesOf = (l: number): LayerValues => {
    const values = layerNames(norm).map((name) => [name, parameters[`layer${l}.${name}`]]);
    return Object.fromEntries(values) as LayerValues;
  };
  return {
    input: prepareLinear(parameters.wx, parameters.bx),
    layers: Array.from({ length: layers }, (_, l) => prepareLayer(valuesOf(l))),
  };
}

/** The values that `of` has for each of so many layers, under the layer's name. */
function perLayer<Values extends Readonly<Record<string, unknown>>>(
  layers: number,
  of: (l: number) => Values,
): OfLayers<Values> {
  const named = Array.from({ length: layers }, (_, l) =>
    Object.entries<unknown>(of(l)).map(([name, value]) => [`layer${l}.${name}`, value]),
  );
  return Object.fromEntries(named.flat()) as OfLayers<Values>;
}

function initialLayer(
  { units, stateSize, init, dtMin, dtMax, norm }: S4dConfig,
  l: number,
  rng: Rng,
): LayerValues {
  const shape = [units, stateSize / 2] as const;
  const stream = (name: LayerName): Rng => rng.fork(`layer${l}.${name}`);
  const { imag, input } = initialSpectrum(init, stateSize);
  const steps = stream('logDt');
  return tf.tidy(() => {
    const c = (name: 'cReal' | 'cImag'): tf.Tensor2D =>
      tf.mul(normal(shape, Math.sqrt(0.5), stream(name)), tf.tensor1d([...input]));
    return {
      logDt: tf.tensor1d(
        Float32Array.from({ length: units }, () => ln(dtMin) + (ln(dtMax) - ln(dtMin)) * steps.uniform()),
      ),
      logReal: tf.fill([...shape], ln(0.5)),
      imag: tf.tile(tf.tensor2d([[...imag]]), [units, 1]),
      cReal: c('cReal'),
      cImag: c('cImag'),
      d: tf.reshape(normal([1, units], 1, stream('d')), [units]),
      wo: uniform([units, 2 * units], 1 / Math.sqrt(units), stream('wo')),
      bo: tf.zeros([2 * units]),
      ...(norm === 'layer' ? { gain: tf.ones([units]), shift: tf.zeros([units]) } : {}),
    };
  });
}
