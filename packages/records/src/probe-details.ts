/** The forms of what probes keep for figures: written by the package probes, read by the analysis. */
import { z } from 'zod';

const share = z.number().gte(0).lte(1);

/** Details of the probe `masks`. A frequency is the share of steps at which a channel was active. */
export const maskDetails = z.strictObject({
  classes: z.int().positive(),
  /** Mean frequency by class and channel, `[classes][channels]`; x is null where inputs are not masked. */
  byClass: z.strictObject({
    h: z.array(z.array(share)),
    x: z.array(z.array(share)).nullable(),
  }),
  /** Chance-corrected overlap of the mean frequencies of two classes, `[classes][classes]`, hidden channels. */
  overlap: z.array(z.array(z.number())),
  /** Some test examples: class, and frequency by hidden channel in steps of 1/255. */
  examples: z.strictObject({
    labels: z.array(z.int().nonnegative()),
    h: z.array(z.array(z.int().gte(0).lte(255))),
  }),
  /** Mean change of the masks of fixed examples since the evaluation before, by optimiser step. */
  churn: z.array(z.strictObject({ step: z.int().nonnegative(), change: share })),
});

/** A pair of gradients, in one group of parameters. */
export const gradientPair = z.strictObject({
  /** Classes of the two. */
  a: z.int().nonnegative(),
  b: z.int().nonnegative(),
  /** Cosine of the angle between the gradients, in [-1, 1]. */
  cosine: z.number(),
  /** rho_a · rho_b of theorem T1: |cosine| is never above it. */
  bound: z.number(),
  /** Overlap of the supports, |B| / sqrt(|S_a| |S_b|). */
  overlap: z.number(),
});

/** Details of the probe `interference`: by group of parameters, a sample of the pairs. */
export const interferenceDetails = z.strictObject({
  groups: z.array(
    z.strictObject({
      group: z.string(),
      /** Pairs of single examples. */
      examples: z.array(gradientPair),
      /** Pairs of class means. */
      classes: z.array(gradientPair),
    }),
  ),
});

export type MaskDetails = z.infer<typeof maskDetails>;
export type GradientPair = z.infer<typeof gradientPair>;
export type InterferenceDetails = z.infer<typeof interferenceDetails>;
