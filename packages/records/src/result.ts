/**
 * What a run leaves behind. `outcome` is digested and must be the same bits on every machine for one backend and engine;
 * times and host live in `timing`, apart.
 */
import { z } from 'zod';
import { differingParts, digests, digestsOf } from './digests.ts';
import { runSpec } from './run-spec.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

/** Multiply-accumulate operations of one time step and one sample. Head and element-wise work are not counted. */
export const macCount = z.strictObject({
  dense: z.number().positive().describe('the dense core of the same architecture'),
  core: z.number().nonnegative().describe('recurrent core as run, router excluded'),
  router: z.number().nonnegative().describe('what decides the masks, per step'),
  total: z.number().nonnegative().describe('core + router'),
});

/** One evaluation on validation data during training. */
export const curvePoint = z.strictObject({
  step: z.int().nonnegative(),
  trainLoss: z.number(),
  validationLoss: z.number(),
  validationScore: z.number(),
});

/**
 * The metric that scores a task. `accuracy` and `auc` (area under the ROC curve) in [0, 1], higher is better; `mse` ≥ 0,
 * lower is better.
 */
export const metric = z.enum(['accuracy', 'auc', 'mse']);

/** Whether more of a metric is better. */
export function higherIsBetter(of: Metric): boolean {
  return of !== 'mse';
}

/** What a probe measured on the trained model, see the package probes. */
export const probeResult = z.strictObject({
  measures: z.record(z.string(), z.number()).describe('numbers that tables and claims may name'),
  details: z.json().describe("what figures are drawn from; its form is the probe's affair"),
});

/**
 * What is known by part of a task that has parts. `scores[i][j]`: test score on part j after stage i. A strategy that learns
 * one part after the other has a stage for each part, every other run has one, its end.
 */
export const partsResult = z.strictObject({
  measures: z.record(z.string(), z.number()).describe('numbers that tables and claims may name'),
  names: z.array(z.string()).min(1),
  scores: z.array(z.array(z.number())).min(1),
  untrained: z.array(z.number()).describe('test score on each part before training'),
  validation: z
    .array(z.strictObject({ step: z.int().nonnegative(), scores: z.array(z.number()) }))
    .describe('validation score on each part in the course of training'),
});

/** The digested part of a result. `score`, `testLoss` are null for a diverged run. */
export const outcome = z.strictObject({
  status: z.enum(['completed', 'diverged']),
  metric,
  score: z
    .number()
    .nullable()
    .describe('metric on the test set, touched once; with parts the mean over them, after the last'),
  testLoss: z.number().nullable(),
  validationScore: z.number().nullable().describe('best on validation data'),
  bestStep: z.int().nonnegative().nullable(),
  steps: z.int().nonnegative().describe('optimiser steps done'),
  divergedAt: z.int().nonnegative().nullable(),
  units: z.int().positive().describe('recurrent units, after width matching'),
  parameters: z.int().positive().describe('trainable numbers, head and router included'),
  macs: macCount,
  activity: z
    .record(z.string(), z.number())
    .describe('measured on test data, e.g. active share of input and hidden channels'),
  curve: z.array(curvePoint),
  parts: partsResult.optional().describe('absent where the task is one, or the run diverged'),
  probes: z
    .record(z.string(), probeResult)
    .optional()
    .describe('by kind of probe; absent where none was asked for, or the run diverged'),
});

/** Versions of the definitions that a run used, by `<category>/<kind>`; those at version 1 are left out. */
export const raisedVersions = z.record(z.string(), z.int().min(2));

/** A finished run (completed or diverged) as stored in `result.json` and in `runs.jsonl`. */
export const result = z
  .strictObject({
    format: z.literal(2),
    key: hash.describe('SHA-256 of the canonical {spec, data, versions}'),
    data: z.record(z.string(), hash).describe('digest of each data source that the run read'),
    versions: raisedVersions,
    spec: runSpec.describe('in normal form: fields at their default are left out'),
    outcome,
    digests,
  })
  .superRefine((value, context) => {
    for (const part of differingParts(digestsOf(value.outcome), value.digests)) {
      context.addIssue({
        code: 'custom',
        path: ['digests', ...part.split('.')],
        message: 'does not fit the outcome: the record was edited or damaged',
      });
    }
  });

/** Wall-clock facts of a run, never digested. */
export const timing = z.strictObject({
  key: hash,
  startedAt: z.string(),
  wallMs: z.number(),
  trainMs: z.number(),
  stepMs: z.number().describe('median of a training step'),
  probed: z
    .literal(true)
    .optional()
    .describe('nothing was trained, so that the times of training are 0: a kept model was probed'),
  host: z.string(),
  cpu: z.string(),
  node: z.string(),
  backend: z.string(),
  engine: z.string(),
  commit: z.string().nullable(),
  device: z.string().optional().describe('what a backend of optional packages computed on'),
});

/** A run that ended in an error: a bug or the machine. Kept until the run is done again. */
export const failure = z.strictObject({
  format: z.literal(2),
  key: hash,
  spec: runSpec,
  error: z.strictObject({
    name: z.string(),
    code: z.string().nullable(),
    message: z.string(),
    stack: z.string(),
  }),
  at: z.string(),
});

export type MacCount = z.infer<typeof macCount>;
export type CurvePoint = z.infer<typeof curvePoint>;
export type Metric = z.infer<typeof metric>;
export type ProbeResult = z.infer<typeof probeResult>;
export type PartsResult = z.infer<typeof partsResult>;
export type Outcome = z.infer<typeof outcome>;
export type Result = z.infer<typeof result>;
export type Timing = z.infer<typeof timing>;
export type Failure = z.infer<typeof failure>;
