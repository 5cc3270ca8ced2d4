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
  /** Which channels of a mask it gives a gradient to; where that changes from step to step, at most. */
  readonly gradient: MaskGradient;
  /** Where that changes from step to step. */
  readonly schedule?: {
    /** Steps after which it repeats. */
    period(config: z.infer<Schema>): number;
    gradientAt(config: z.infer<Schema>, mode: Pick<Mode, 'step'>): MaskGradient;
  };
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

/** Which channels of a mask get a gradient in a pass. */
export function gradientAt(
  { gradient, schedule }: EstimatorDefinition,
  config: Record<string, unknown>,
  mode: Mode,
): MaskGradient {
  return schedule?.gradientAt(config, mode) ?? gradient;
}

/** What is given a gradient in each training step of a period. */
export function gradientsOfPeriod(
  { gradient, schedule }: EstimatorDefinition,
  config: Record<string, unknown>,
): MaskGradient[] {
  if (schedule === undefined) return [gradient];
  return Array.from({ length: schedule.period(config) }, (_, step) => schedule.gradientAt(config, { step }));
}
