/** A claim as declared in an experiment, and the verdict on it. */
import { z } from 'zod';

/** Which runs stand on one side of a comparison: each named field must be equal. `label` is the method's label. */
export const side = z.strictObject({
  label: z.string().describe('label of the method entry'),
  sparsity: z.number().gte(0).lt(1),
});

/**
 * A predicate over paired differences `treatment − reference` of the score, sign turned so that higher is better.
 * Pairs share architecture, task and seed.
 */
export const claim = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  statement: z.string().describe('the sentence of the paper, or ours, that is checked'),
  paper: z.string().nullable().default(null).describe("the paper's number; null where it is not public"),
  kind: z
    .enum(['non-inferior', 'superior'])
    .describe('non-inferior: difference > −margin; superior: difference > margin'),
  treatment: side,
  reference: side,
  architectures: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('labels of the architectures that it is about; left out: all'),
  tasks: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('labels of the tasks that it is about; left out: all'),
  margin: z
    .number()
    .nonnegative()
    .describe('in units of the metric, or a share of the reference score if relative'),
  relative: z.boolean().default(false),
  confidence: z.number().gt(0.5).lt(1).default(0.95),
  minimumPairs: z.int().min(2).default(3).describe('fewer pairs than this: inconclusive'),
});

export const verdict = z.enum(['supported', 'not supported', 'inconclusive']);

/** A verdict with the numbers behind it. */
export const claimVerdict = z.strictObject({
  id: z.string(),
  statement: z.string(),
  paper: z.string().nullable(),
  verdict,
  reason: z.string(),
  pairs: z.int().nonnegative(),
  difference: z.number().nullable().describe('interquartile mean of the paired differences'),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  margin: z.number(),
  confidence: z.number(),
});

export type Side = z.infer<typeof side>;
export type Claim = z.infer<typeof claim>;
export type Verdict = z.infer<typeof verdict>;
export type ClaimVerdict = z.infer<typeof claimVerdict>;
