/**
 * Gated recurrent unit (Cho et al., 2014), with the reset gate after the product, as in cuDNN and PyTorch.
 *
 *   r = σ(W_xr x + W_hr h + b_r),   z = σ(W_xz x + W_hz h + b_z)
 *   n = tanh(W_xn x + b_n + r ⊙ (W_hn h + bn)),   h' = (1 − z) ⊙ n + z ⊙ h
 *
 * Products read m_x ⊙ x and m_h ⊙ h; the last term, which is no product with weights, reads h itself.
 * Shapes: x [batch, features], h [batch, units], wx [features, 3·units], wh [units, 3·units], b [3·units], bn [units];
 * gate order r, z, n. One bias for r and z, not two: the sum is all that acts. In the candidate they act apart.
 * Initialisation: wx ~ U(±1/√features), wh ~ U(±1/√units), biases 0.
 */
import { z } from 'zod';
import { linear, prepareLinear } from '../tensor/linear.ts';
import { masked } from '../tensor/masked.ts';
import { uniform } from '../tensor/parameters.ts';
import { tf } from '../tensor/tf.ts';
import { defineCell } from './cell.ts';

/** Settings of the GRU. */
export const gruConfig = z.strictObject({
  kind: z.literal('gru'),
  units: z.int().positive().max(4096),
  readout: z
    .enum(['last', 'mean'])
    .default('last')
    .describe('what the head reads: last output or mean over time'),
});

/** The GRU. State h, parameters wx, wh, b and bn, see the top of this file. */
export const gru = defineCell({
  kind: 'gru',
  version: 1,
  title: 'GRU',
  summary: 'gated recurrent unit, reset after the product',
  config: gruConfig,
  recurrence: 'nonlinear',
  unitGroups: 16,
  weightMatrices: ({ units }, features) => [
    { name: 'wx', inputs: features, outputs: 3 * units, macsPerWeight: 1 },
    { name: 'wh', inputs: units, outputs: 3 * units, macsPerWeight: 1 },
  ],

  init: ({ units }, features, rng) => ({
    wx: uniform([features, 3 * units], 1 / Math.sqrt(features), rng.fork('wx')),
    wh: uniform([units, 3 * units], 1 / Math.sqrt(units), rng.fork('wh')),
    b: tf.zeros<tf.Rank.R1>([3 * units]),
    bn: tf.zeros<tf.Rank.R1>([units]),
  }),

  initialState: ({ units }, batch) => ({ h: tf.zeros<tf.Rank.R2>([batch, units]) }),

  prepare: ({ units }, { wx, wh, b, bn }) => ({
    units,
    // Two products, not one with the stacked matrix: r multiplies only the state's part of the candidate.
    ofX: prepareLinear(wx, b),
    ofH: prepareLinear(wh, tf.concat<tf.Tensor1D>([tf.zeros([2 * units]), bn], 0)),
  }),

  step({ units, ofX, ofH }, { x, maskX, maskH, sent }, { h }) {
    const transmitted = sent(h);
    const [gatesOfX, candidateOfX] = tf.split(linear(masked(x, maskX), ofX), [2 * units, units], 1);
    const [gatesOfH, candidateOfH] = tf.split(linear(masked(transmitted, maskH), ofH), [2 * units, units], 1);
    const gates = tf.add<tf.Tensor2D>(gatesOfX as tf.Tensor, gatesOfH as tf.Tensor);
    return nextGruState(gates, candidateOfX as tf.Tensor2D, candidateOfH as tf.Tensor2D, h);
  },

  parameterCount: ({ units }, features) => 3 * units * (features + units + 1) + units,

  macs: (_config, _features, { rows, x, h }) => 3 * rows * (x + h),
});

/** The next state from the pre-activations of r and z, and from what x and h give to the candidate. */
export function nextGruState(
  gates: tf.Tensor2D,
  ofX: tf.Tensor2D,
  ofH: tf.Tensor2D,
  h: tf.Tensor2D,
): { h: tf.Tensor2D } {
  const [r, update] = tf.split(tf.sigmoid(gates), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const n = tf.tanh(tf.add(ofX, tf.mul(r, ofH)));
  return { h: tf.add<tf.Tensor2D>(n, tf.mul(update, tf.sub(h, n))) };
}
