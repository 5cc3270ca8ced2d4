/**
 * Exact top-k whose gradient reaches only the active channels.
 *
 * Cheaper where inactive rows and columns are skipped in training too; some channels may die, since an inactive
 * channel never learns that it would have helped.
 */
import { z } from 'zod';
import { defineEstimator } from './estimator.ts';
import { fusedTopK } from './fused-estimator.ts';
import { slopeTemperature, straightThroughTopK } from './straight-through.ts';

/** Top-k with a gradient for active channels only. */
export const activeOnly = defineEstimator({
  kind: 'active-only',
  version: 1,
  gradient: 'active',
  summary: 'exact top-k; gradient for active channels only, so inactive ones are never computed',
  config: z.strictObject({
    kind: z.literal('active-only'),
    temperature: slopeTemperature,
  }),
  mask: ({ temperature }, logits, k) =>
    straightThroughTopK(logits, k, { temperature, centred: true, activeOnly: true }),
  fused: ({ temperature }, job) => fusedTopK(job, { temperature, centred: true, activeOnly: true }),
});
