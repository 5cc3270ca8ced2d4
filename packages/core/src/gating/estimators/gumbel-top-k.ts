/**
 * Top-k of logits plus logistic noise (the difference of two Gumbel variables), whose scale falls linearly to 0 over
 * training; no noise in evaluation. After Jang et al. (2017) and Maddison et al. (2017), with an exact budget.
 */
import { ln } from '@dsrnn/portable';
import { z } from 'zod';
import type { Mode } from '../../mode.ts';
import { tf } from '../../tensor/tf.ts';
import { defineEstimator } from './estimator.ts';
import { fusedTopK, placeNoise } from './fused-estimator.ts';
import { straightThroughTopK } from './straight-through.ts';

/** Top-k of noisy logits; in training it draws from the noise stream of the pass. */
export const gumbelTopK = defineEstimator({
  kind: 'gumbel-top-k',
  version: 1,
  gradient: 'all',
  summary: 'exact top-k of noisy logits, noise annealed to 0; straight-through gradient',
  config: z.strictObject({
    kind: z.literal('gumbel-top-k'),
    temperature: z
      .number()
      .min(0.001)
      .max(100)
      .default(0.5)
      .describe('of the sigmoid whose slope is the gradient'),
    noise: z
      .number()
      .nonnegative()
      .max(100)
      .default(1)
      .describe('scale of the logistic noise at the first step'),
  }),
  mask({ temperature, noise }, logits, k, mode) {
    const how = { temperature, centred: true, activeOnly: false };
    const draws = logistic(logits.size, noise, mode);
    return straightThroughTopK(logits, k, how, draws === null ? null : tf.tensor2d(draws, logits.shape));
  },
  fused({ temperature, noise }, job) {
    const { kernels, batch, channels, logits } = job;
    const draws = logistic(batch * channels, noise, job.mode);
    if (draws !== null) kernels.run.addInto(batch * channels, placeNoise(job, draws), logits);
    fusedTopK(job, { temperature, centred: true, activeOnly: false });
  },
});

/** Noise of the present scale, or null where it is 0. */
function logistic(count: number, noise: number, mode: Mode): Float32Array | null {
  const scale = mode.training ? noise * (1 - mode.progress) : 0;
  if (scale === 0) return null;
  return Float32Array.from({ length: count }, () => {
    const u = 1 - mode.noise.uniform(); // in (0, 1]
    return scale * (ln(u) - ln(1 - u + 2 ** -53));
  });
}
