/**
 * Hard-concrete gates (Louizos et al., 2018), per example, with a budget that is met on average.
 *
 *   s = σ((l + log u − log(1 − u)) / β),   z = clip(s (ζ − γ) + γ, 0, 1),   P(z > 0) = σ(l − β log(−γ/ζ))
 *   test time: z = clip(σ(l) (ζ − γ) + γ, 0, 1)
 *
 * β = 2/3, γ = −0.1, ζ = 1.1 as published. Gates are soft in (0, 1) and exactly 0 where closed. The budget is a
 * penalty on the expected density or a Lagrange multiplier, see gating/masks/routed-masks.ts and methods/dual-ascent.ts.
 * Channel counts vary from step to step, and MACs are those of the mean counts: the covariance of rows and columns is
 * left out, unlike with exact top-k, where the counts are constant.
 */
import { NONE } from '@dsrnn/kernels';
import { ln } from '@dsrnn/portable';
import { z } from 'zod';
import type { Mode } from '../../mode.ts';
import { clip } from '../../tensor/clip.ts';
import { tf } from '../../tensor/tf.ts';
import { defineEstimator } from './estimator.ts';
import { placeNoise } from './fused-estimator.ts';

const BETA = 2 / 3;
const GAMMA = -0.1;
const ZETA = 1.1;
const OPEN_SHIFT = BETA * ln(-GAMMA / ZETA);

/** Hard-concrete gates; in training they draw from the noise stream of the pass. */
export const hardConcrete = defineEstimator({
  kind: 'hard-concrete',
  version: 1,
  gradient: 'active',
  summary:
    'stochastic soft gates that close exactly; the budget is met on average through a penalty or a multiplier',
  config: z.strictObject({
    kind: z.literal('hard-concrete'),
    budget: z
      .enum(['penalty', 'dual'])
      .default('dual')
      .describe('quadratic penalty on the density, or dual ascent on a multiplier'),
    weight: z
      .number()
      .min(1e-6)
      .max(1000)
      .default(0.3)
      .describe('weight of the penalty, or ascent rate of the multiplier'),
  }),
  mask(_config, logits, _k, mode) {
    let s = tf.sigmoid(logits);
    if (mode.training) {
      const noise = tf.tensor2d(logistic(logits.size, mode), logits.shape);
      s = tf.sigmoid(tf.mul(tf.add(logits, noise), 1 / BETA));
    }
    return clip(tf.add<tf.Tensor2D>(tf.mul(s, ZETA - GAMMA), GAMMA), 0, 1);
  },
  fused(_config, job) {
    const { kernels, batch, channels, mode, logits, mask, slope } = job;
    const count = batch * channels;
    const noise = mode.training ? placeNoise(job, logistic(count, mode)) : NONE;
    kernels.run.hardConcrete(count, logits, noise, mask, slope);
  },
  openShift: OPEN_SHIFT,
});

/** log u − log(1 − u), u uniform and kept away from 0 and 1. */
function logistic(count: number, mode: Mode): Float32Array {
  return Float32Array.from({ length: count }, () => {
    const u = 1e-6 + (1 - 2e-6) * mode.noise.uniform();
    return ln(u) - ln(1 - u);
  });
}
