/**
 * How a 0/1 mask is made from router scores, and what gradient the scores get.
 */
import type { Versioned } from '@dsrnn/portable';
import type { z } from 'zod';
import type { Mode } from '../../mode.ts';
import type { tf } from '../../tensor/tf.ts';
import type { EstimateJob } from './fused-estimator.ts';
import type { MaskGradient } from './mask-gradient.ts';

/** One estimator. */
export interface EstimatorDefinition<Schema extends z.ZodObject = z.ZodObject> extends Versioned {
  readonly summary: string;
  /** Which channels of a mask it gives a gradient to. */
  readonly gradient: MaskGradient;
  readonly config: Schema;
  /** Mask `[batch, n]` for logits `[batch, n]` with a budget of k, 1 ≤ k < n; differentiable in the logits. */
  mask(config: z.infer<Schema>, logits: tf.Tensor2D, k: number, mode: Mode): tf.Tensor2D;
  /** The same on our kernels. Absent: the reference engine runs it. */
  readonly fused?: (config: z.infer<Schema>, job: EstimateJob) => void;
  /**
   * A channel is active with probability σ(logit − openShift). Only estimators that meet their budget on average have
   * it; the others keep exactly k.
   */
  readonly openShift?: number;
}

/** Ties the type parameter of a definition. */
export function defineEstimator<Schema extends z.ZodObject>(
  definition: EstimatorDefinition<Schema>,
): EstimatorDefinition<Schema> {
  return definition;
}
