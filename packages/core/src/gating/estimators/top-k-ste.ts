/** Exact top-k with a straight-through sigmoid gradient (Bengio et al., 2013, for the estimator). */
import { z } from 'zod';
import { defineEstimator } from './estimator.ts';
import { fusedTopK } from './fused-estimator.ts';
import { slopeTemperature, straightThroughTopK } from './straight-through.ts';

/** Top-k with a straight-through gradient for all channels. */
export const topKSte = defineEstimator({
  kind: 'top-k-ste',
  version: 1,
  gradient: 'all',
  summary: 'exact top-k; gradient of a sigmoid centred between the k-th and the next score, for all channels',
  config: z.strictObject({
    kind: z.literal('top-k-ste'),
    temperature: slopeTemperature,
    centred: z.boolean().default(true).describe('centre the sigmoid at the cut of each row'),
  }),
  mask: ({ temperature, centred }, logits, k) =>
    straightThroughTopK(logits, k, { temperature, centred, activeOnly: false }),
  fused: ({ temperature, centred }, job) => fusedTopK(job, { temperature, centred, activeOnly: false }),
});
