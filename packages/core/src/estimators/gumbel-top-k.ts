/**
 * Top-k of logits plus logistic noise (the difference of two Gumbel variables), whose scale falls linearly to 0 over
 * training; no noise in evaluation. After Jang et al. (2017) and Maddison et al. (2017), with an exact budget.
 */
import { ln } from '@dsrnn/portable';
import { z } from 'zod';
import { tf } from '../tf.ts';
import { defineEstimator } from './estimator.ts';
import { straightThroughTopK } from './straight-through.ts';

/** Top-k of noisy logits; in training it draws from the noise stream of the pass. */
export const gumbelTopK = defineEstimator({
  kind: 'gumbel-top-k',
  summary: 'exact top-k of noisy logits, noise annealed to 0; straight-through gradient',
  config: z.strictObject({
    kind: z.literal('gumbel-top-k'),
    temperature: z.number().positive().default(0.5).describe('of the sigmoid whose slope is the gradient'),
    noise: z.number().nonnegative().default(1).describe('scale of the logistic noise at the first step'),
  }),
  mask({ temperature, noise }, logits, k, mode) {
    const scale = mode.training ? noise * (1 - mode.progress) : 0;
    const how = { temperature, centred: true, activeOnly: false };
    if (scale === 0) return straightThroughTopK(logits, k, how);
    const draws = Float32Array.from({ length: logits.size }, () => {
      const u = 1 - mode.noise.uniform(); // in (0, 1]
      return scale * (ln(u) - ln(1 - u + 2 ** -53));
    });
    return straightThroughTopK(logits, k, how, tf.tensor2d(draws, logits.shape));
  },
});
