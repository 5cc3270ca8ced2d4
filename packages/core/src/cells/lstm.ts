/**
 * Long short-term memory with forget gate (Hochreiter & Schmidhuber, 1997; Gers et al., 2000).
 *
 *   [i f o g] = W_x (m_x ⊙ x) + W_h (m_h ⊙ h) + b
 *   c' = σ(f) ⊙ c + σ(i) ⊙ tanh(g),   h' = σ(o) ⊙ tanh(c')
 *
 * Shapes: x [batch, features], h and c [batch, units], wx [features, 4·units], wh [units, 4·units], b [4·units];
 * gate order i, f, o, g, so that the three sigmoids are one slice. One bias, not two: the sum is all that acts.
 * Initialisation: wx ~ U(±1/√features), wh ~ U(±1/√units), b = 0 but `forgetBias` for f (Jozefowicz et al., 2015).
 */
import { z } from 'zod';
import { linear, prepareLinear } from '../tensor/linear.ts';
import { masked } from '../tensor/masked.ts';
import { uniform } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { defineCell } from './cell.ts';

/** Settings of the LSTM. */
export const lstmConfig = z.strictObject({
  kind: z.literal('lstm'),
  units: z.int().positive().max(4096),
  readout: z
    .enum(['last', 'mean'])
    .default('last')
    .describe('what the head reads: last output or mean over time'),
  forgetBias: z.number().min(-100).max(100).default(1).describe('initial bias of the forget gate'),
});

/** The LSTM. State h and c, parameters wx, wh and b, see the top of this file. */
export const lstm = defineCell({
  kind: 'lstm',
  version: 1,
  title: 'LSTM',
  summary: 'long short-term memory with forget gate',
  config: lstmConfig,
  recurrence: 'nonlinear',
  unitGroups: 16,
  weightMatrices: ({ units }, features) => [
    { name: 'wx', inputs: features, outputs: 4 * units, macsPerWeight: 1 },
    { name: 'wh', inputs: units, outputs: 4 * units, macsPerWeight: 1 },
  ],

  init({ units, forgetBias }, features, rng) {
    const b = new Float32Array(4 * units);
    b.fill(forgetBias, units, 2 * units);
    return {
      wx: uniform([features, 4 * units], 1 / Math.sqrt(features), rng.fork('wx')),
      wh: uniform([units, 4 * units], 1 / Math.sqrt(units), rng.fork('wh')),
      b: tf.tensor1d(b),
    };
  },

  initialState: ({ units }, batch) => ({
    h: tf.zeros<tf.Rank.R2>([batch, units]),
    c: tf.zeros<tf.Rank.R2>([batch, units]),
  }),

  prepare: ({ units }, { wx, wh, b }) => ({
    units,
    // One product with the stacked matrix is faster than one per operand.
    gates: prepareLinear(tf.concat<tf.Tensor2D>([wx, wh], 0), b),
  }),

  step({ units, gates }, { x, maskX, maskH, sent }, state) {
    const read = [masked(x, maskX), masked(sent(state.h), maskH)];
    return nextLstmState(linear(tf.concat(read, 1), gates), state, units);
  },

  parameterCount: ({ units }, features) => 4 * units * (features + units + 1),

  macs: (_config, _features, { rows, x, h }) => 4 * rows * (x + h),
});

/** What the LSTM remembers, `[batch, units]` each. */
type LstmState = Readonly<Record<'h' | 'c', tf.Tensor2D>>;

/** The next state from the pre-activations of i, f, o and g. */
export function nextLstmState(a: tf.Tensor2D, state: LstmState, units: number): LstmState {
  const [openings, candidate] = tf.split(a, [3 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
  const [i, f, o] = tf.split(tf.sigmoid(openings), 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const g = tf.tanh(candidate);
  const c = tf.add<tf.Tensor2D>(tf.mul(f, state.c), tf.mul(i, g));
  return { h: tf.mul<tf.Tensor2D>(o, tf.tanh(c)), c };
}
