/**
 * Exact top-k that trains as `active-only` does, but for every n-th step, in which all channels get a gradient. So an inactive
 * channel learns now and then that it would have helped, at about 1/n of the price; RigL looks at all its weights as seldom.
 */
import { z } from 'zod';
import type { Mode } from '../../mode.ts';
import { defineEstimator } from './estimator.ts';
import { fusedTopK } from './fused-estimator.ts';
import { slopeTemperature, straightThroughTopK } from './straight-through.ts';

/** Top-k with a gradient for active channels, and for all channels every n-th step. */
export const periodicSte = defineEstimator({
  kind: 'periodic-ste',
  version: 1,
  gradient: 'all',
  summary: 'exact top-k; gradient for active channels, and for all of them every so many steps',
  config: z.strictObject({
    kind: z.literal('periodic-ste'),
    every: z.int().min(2).max(10_000).default(8).describe('steps from one gradient for all to the next'),
    temperature: slopeTemperature,
  }),
  schedule: {
    period: ({ every }) => every,
    gradientAt: ({ every }, mode) => (isForAll(every, mode) ? 'all' : 'active'),
  },
  mask: ({ every, temperature }, logits, k, mode) =>
    straightThroughTopK(logits, k, { temperature, centred: true, activeOnly: !isForAll(every, mode) }),
  fused: ({ every, temperature }, job) =>
    fusedTopK(job, { temperature, centred: true, activeOnly: !isForAll(every, job.mode) }),
});

function isForAll(every: number, { step }: Pick<Mode, 'step'>): boolean {
  return step !== undefined && step % every === 0;
}
