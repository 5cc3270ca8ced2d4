/**
 * Liquid time-constant network (Hasani et al., 2021): membranes whose leak depends on what their synapses receive.
 *
 *   cm_i dv_i/dt = gleak_i (vleak_i − v_i) + Σ_j s_ji (E_ji − v_i),   s_ji = w_ji σ(sigma_ji (u_j − mu_ji))
 *
 * The sums run over recurrent sources u = v and sensory sources u = x' = inputScale ⊙ x + inputShift. A time step of
 * length `elapsed` takes `unfolds` passes of the authors' semi-implicit ("fused") solver. The sensory sums are taken
 * once a step, the recurrent ones once a pass:
 *
 *   v_i ← (cmt_i v_i + gleak_i vleak_i + Σ_j m_j s_ji E_ji) / (cmt_i + gleak_i + Σ_j m_j s_ji + 1e-8)
 *   cmt = cm · unfolds / elapsed
 *
 * So v stays between the extremes of 0 (its start), vleak and E. The mask m of a source multiplies its synaptic
 * activations: zeroing its potential would not remove a synapse, σ(sigma (0 − mu)) ≠ 0. In a delta network every pass
 * transmits what moved since the last one.
 *
 * Shapes: x [batch, features], v = h [batch, units]; sensory.w, .mu, .sigma, .erev (E) [features, units]; w, mu, sigma,
 * erev [units, units], row j column i; gleak, vleak, cm [units]; inputScale, inputShift [features].
 * Initialisation: as published with the authors' ncps library, fully connected: gleak ~ U(.001, 1), vleak ~ U(±.2),
 * cm ~ U(.4, .6), w ~ U(.001, 1), sigma ~ U(3, 8), mu ~ U(.3, .8), E = ±1, two thirds of them +1.
 * Differs from it in how w, gleak and cm are held positive: the library takes the softplus of all three or clips them
 * after each update. Here w enters as |w|, so that w = 0 is an absent synapse that can grow, as weight-sparse methods
 * need; gleak and cm as the softplus of what is stored, which begins where the softplus has the range above.
 */
import { exp, ln, type Rng } from '@dsrnn/portable';
import { z } from 'zod';
import { tf } from '../tensor/tf.ts';
import { defineCell } from './cell.ts';
import { prepareSynapses, receive, type SynapseName, type Synapses } from './ltc-synapses.ts';

/** Keeps the quotient finite where nothing leaks; 1e-8 in the authors' ltc_cell.py. */
const EPSILON = 1e-8;
/** Of a synapse: the argument of its sigmoid and its terms in numerator and denominator. */
const MACS_PER_SYNAPSE = 3;

/** Settings of the LTC. */
export const ltcConfig = z.strictObject({
  kind: z.literal('ltc'),
  units: z.int().positive().max(1024),
  readout: z
    .enum(['last', 'mean'])
    .default('last')
    .describe('what the head reads: last output or mean over time'),
  unfolds: z.int().positive().max(100).default(6).describe('solver passes per time step'),
  elapsed: z
    .number()
    .min(1e-4)
    .max(1e6)
    .default(1)
    .describe('length of a time step, in the units of cm / gleak'),
});

/** Settings of the LTC, defaults filled in. */
export type LtcConfig = z.infer<typeof ltcConfig>;

/** Parameters of the LTC by name. */
export type LtcValues = Readonly<
  Record<SynapseName | `sensory.${SynapseName}`, tf.Tensor2D> &
    Record<'gleak' | 'vleak' | 'cm' | 'inputScale' | 'inputShift', tf.Tensor1D>
>;

/** The LTC. State h = v, parameters see the top of this file. */
export const ltc = defineCell({
  kind: 'ltc',
  version: 1,
  title: 'LTC',
  summary: 'liquid time-constant network, semi-implicit solver',
  config: ltcConfig,
  recurrence: 'nonlinear',
  weightMatrices: ({ units, unfolds }, features) => [
    { name: 'sensory.w', inputs: features, outputs: units, macsPerWeight: MACS_PER_SYNAPSE },
    { name: 'w', inputs: units, outputs: units, macsPerWeight: MACS_PER_SYNAPSE * unfolds },
  ],

  init: ({ units }, features, rng): LtcValues => ({
    ...drawSynapses('sensory.', [features, units], rng),
    ...drawSynapses('', [units, units], rng),
    gleak: draw<tf.Rank.R1>([units], rng.fork('gleak'), (u) => inverseSoftplus(between(0.001, 1, u))),
    vleak: draw<tf.Rank.R1>([units], rng.fork('vleak'), (u) => between(-0.2, 0.2, u)),
    cm: draw<tf.Rank.R1>([units], rng.fork('cm'), (u) => inverseSoftplus(between(0.4, 0.6, u))),
    inputScale: tf.ones([features]),
    inputShift: tf.zeros([features]),
  }),

  initialState: ({ units }, batch) => ({ h: tf.zeros<tf.Rank.R2>([batch, units]) }),

  prepare: (config, parameters) => prepareLtc(config, parameters),

  step(prepared, { x, maskX, maskH, sent, rows }, state) {
    const { unfolds, inputScale, inputShift, recurrent, cmt, leak } = prepared;
    const inputs = tf.add<tf.Tensor2D>(tf.mul(x, inputScale), inputShift);
    const sensory = receive(inputs, maskX, prepared.sensory);
    const current = tf.add(leak.current, sensory.current);
    const conductance = tf.add(leak.conductance, sensory.conductance);
    let v = state.h;
    for (let pass = 0; pass < unfolds; pass++) {
      const received = receive(sent(present(v, state.h, rows)), maskH, recurrent);
      v = tf.div<tf.Tensor2D>(
        tf.add(tf.mul(cmt, v), tf.add(current, received.current)),
        tf.add(conductance, received.conductance),
      );
    }
    return { h: v };
  },

  parameterCount: ({ units }, features) => 4 * units * (features + units) + 3 * units + 2 * features,

  macs: ({ unfolds }, _features, { rows, x, h }) => MACS_PER_SYNAPSE * rows * (x + unfolds * h),
});

/** What all steps of a sequence share. */
export interface PreparedLtc {
  readonly unfolds: number;
  readonly inputScale: tf.Tensor1D;
  readonly inputShift: tf.Tensor1D;
  readonly sensory: Synapses;
  readonly recurrent: Synapses;
  readonly cmt: tf.Tensor;
  readonly leak: { readonly current: tf.Tensor; readonly conductance: tf.Tensor };
}

/** The LTC with these parameters, for a sequence. */
export function prepareLtc({ unfolds, elapsed }: LtcConfig, parameters: LtcValues): PreparedLtc {
  const gleak = tf.softplus(parameters.gleak);
  const cmt = tf.mul(tf.softplus(parameters.cm), unfolds / elapsed);
  return {
    unfolds,
    inputScale: parameters.inputScale,
    inputShift: parameters.inputShift,
    sensory: prepareSynapses({
      w: parameters['sensory.w'],
      mu: parameters['sensory.mu'],
      sigma: parameters['sensory.sigma'],
      erev: parameters['sensory.erev'],
    }),
    recurrent: prepareSynapses(parameters),
    cmt,
    leak: {
      current: tf.mul(gleak, parameters.vleak),
      conductance: tf.add(tf.add(cmt, gleak), EPSILON),
    },
  };
}

/** A unit whose row is left out is not solved for, so that its synapses send what it was before the step. */
export function present(v: tf.Tensor2D, before: tf.Tensor2D, rows: tf.Tensor2D | undefined): tf.Tensor2D {
  return rows === undefined ? v : tf.add<tf.Tensor2D>(before, tf.mul(rows, tf.sub(v, before)));
}

function drawSynapses<Prefix extends 'sensory.' | ''>(
  prefix: Prefix,
  shape: [number, number],
  rng: Rng,
): Record<`${Prefix}${SynapseName}`, tf.Tensor2D> {
  const of = <Name extends SynapseName>(name: Name, value: (u: number) => number) =>
    [`${prefix}${name}`, draw<tf.Rank.R2>(shape, rng.fork(prefix + name), value)] as const;
  return Object.fromEntries([
    of('w', (u) => between(0.001, 1, u)),
    of('mu', (u) => between(0.3, 0.8, u)),
    of('sigma', (u) => between(3, 8, u)),
    of('erev', (u) => (3 * u < 2 ? 1 : -1)),
  ]) as Record<`${Prefix}${SynapseName}`, tf.Tensor2D>;
}

/** `value` of a uniform draw in [0, 1) for each entry, row-major. Caller owns the tensor. */
function draw<Rank extends tf.Rank.R1 | tf.Rank.R2>(
  shape: tf.ShapeMap[Rank],
  rng: Rng,
  value: (u: number) => number,
): tf.Tensor<Rank> {
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => value(rng.uniform())),
    shape,
  );
}

function between(low: number, high: number, u: number): number {
  return low + (high - low) * u;
}

/** The x with ln(1 + eˣ) = y, for y > 0. */
function inverseSoftplus(y: number): number {
  return ln(exp(y) - 1);
}
