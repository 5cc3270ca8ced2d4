/** A claim as declared in an experiment, and the verdict on it. */
import { z } from 'zod';
import { derivedMeasures } from './derived-measures.ts';

const measure = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?$/)
  .describe(
    ['<probe>.<measure>', 'parts.<measure>', ...Object.keys(derivedMeasures('accuracy'))].join(', ') +
      ': what each is stands in docs/measures.md',
  );

/** Which runs stand on one side of a comparison, and what of them: each named field must be equal. */
export const side = z.strictObject({
  label: z.string().describe('label of the method entry'),
  sparsity: z.number().gte(0).lt(1),
  measure: measure.optional().describe('left out: the test score'),
  strategy: z
    .string()
    .optional()
    .describe(
      'label of a strategy; both sides name one, or neither: then sides are compared within each strategy',
    ),
});

/** A number that is known without runs, e.g. the level of chance. */
export const constantSide = z.strictObject({ value: z.number().min(-1e9).max(1e9) });

/** What a claim asks that is decided place by place, see docs/statistics.md. */
export const tally = z
  .strictObject({
    among: z
      .int()
      .min(2)
      .max(10_000)
      .describe('over how many places (architecture, task) at least; fewer: inconclusive'),
    least: z.int().min(1).max(10_000).optional().describe('on how many of them at least it holds'),
    lead: z
      .int()
      .min(0)
      .max(10_000)
      .optional()
      .describe(
        'on how many more at least it holds than it fails; of a superior claim with margin 0: wins − losses',
      ),
  })
  .meta({ id: 'tally' });

/**
 * A predicate over paired differences `treatment − reference`, sign turned so that higher is better. Pairs share
 * architecture, task and seed.
 */
export const claim = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  statement: z.string().describe('the sentence of the paper, or ours, that is checked'),
  paper: z.string().nullable().default(null).describe("the paper's number; null where it is not public"),
  kind: z
    .enum(['non-inferior', 'superior'])
    .describe('non-inferior: difference > −margin; superior: difference > margin'),
  treatment: side,
  reference: z.union([side, constantSide]),
  better: z
    .enum(['higher', 'lower'])
    .optional()
    .describe(
      'which way a measure is better; required where its declaration leaves that open, a score knows it',
    ),
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
  strategies: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('labels of the strategies that it is about, where sides name none; left out: all'),
  margin: z
    .number()
    .nonnegative()
    .max(1e6)
    .describe('in units of the metric or measure, or a share of the reference if relative'),
  relative: z.boolean().default(false),
  tally: tally
    .optional()
    .describe('counts the places on which it holds; left out: it is decided by the mean over places'),
  equal: z
    .enum(['total-macs', 'core-macs'])
    .optional()
    .describe(
      'the claim is about equal work: only runs whose measured MACs (core and router, or core) differ by at most a ' +
        'tenth are paired, the others are left out by name',
    ),
  confidence: z
    .number()
    .min(0.8)
    .max(0.999)
    .default(0.95)
    .describe(
      'level of the interval that decides. Below 0.8, one interval in ten and more lies wrongly on the right side; above ' +
        '0.999, that of a few seeds is so wide that nothing is decided',
    ),
  minimumPairs: z.int().min(2).max(100_000).default(3).describe('fewer pairs than this: inconclusive'),
});

/**
 * Whether a claim may be about tasks of several metrics: each place is decided by itself, and the margin has no unit.
 */
export function spansMetrics({ tally: counted, margin, relative, reference }: Claim): boolean {
  return counted !== undefined && (margin === 0 || relative) && !('value' in reference);
}

/** `not tested`: the runs do not hold both sides, as where a small profile leaves one out. */
export const verdict = z.enum(['supported', 'not supported', 'inconclusive', 'not tested']);

/** What a claim was not decided by, and why. */
export const leftOut = z.strictObject({
  reason: z.string().describe('completes "left out: …"'),
  count: z.int().positive().describe('pairs, or runs where they have no partner'),
  names: z.array(z.string()).describe('places or sides, each once; empty where the reason says all'),
});

/** What the pairs of a claim say about other architectures and tasks than those that were run. */
export const placesVerdict = z.strictObject({
  count: z
    .int()
    .positive()
    .describe('places (architecture, task) that decide the claim; a stream is one task'),
  verdict: verdict.nullable().describe('by the interval over places; null for one place'),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  withoutOneArchitecture: z
    .tuple([z.number(), z.number()])
    .nullable()
    .describe('least and largest difference when one architecture is left out; null where there is one'),
  withoutOneTask: z.tuple([z.number(), z.number()]).nullable(),
});

/** A verdict with the numbers behind it: about other seeds of the same places, unless it says places. */
export const claimVerdict = z.strictObject({
  id: z.string(),
  statement: z.string(),
  paper: z.string().nullable(),
  verdict,
  reason: z.string(),
  pairs: z.int().nonnegative().describe('those that decide it'),
  leftOut: z.array(leftOut),
  caps: z.array(z.string()).describe('reasons for which it is at most inconclusive, whatever the interval'),
  difference: z.number().nullable().describe('mean over places of the mean of their paired differences'),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  places: placesVerdict.nullable().describe('null where there is no number, and where places are counted'),
  tally: z
    .strictObject({
      holds: z.array(z.string()),
      fails: z.array(z.string()),
      undecided: z.array(z.string()),
    })
    .optional()
    .describe('places by what they say, of a claim that counts them'),
  margin: z.number(),
  confidence: z.number(),
});

export type Side = z.infer<typeof side>;
export type ConstantSide = z.infer<typeof constantSide>;
export type Claim = z.infer<typeof claim>;
export type Tally = z.infer<typeof tally>;
export type PlacesVerdict = z.infer<typeof placesVerdict>;
export type LeftOut = z.infer<typeof leftOut>;
export type Verdict = z.infer<typeof verdict>;
export type ClaimVerdict = z.infer<typeof claimVerdict>;
