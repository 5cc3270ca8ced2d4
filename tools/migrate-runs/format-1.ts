/**
 * Records of format 1, in which the key of a run was the SHA-256 of its full spec, its data and one version of all
 * numbers. Nothing else of the program knows them.
 */
import { digestOf, failure, outcome, runSpec, type RunSpec } from '@dsrnn/records';
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The version of all numbers at which each definition got a version of its own, which is 1. */
export const numericsOfVersion1 = 2;

/** A result of format 1. */
export const oldResult = z.strictObject({
  format: z.literal(1),
  key: hash,
  numerics: z.int().positive(),
  data: z.record(z.string(), hash),
  spec: runSpec,
  outcome,
  digest: hash,
});
export type OldResult = z.infer<typeof oldResult>;

/** A failure of format 1. */
export const oldFailure = failure.extend({ format: z.literal(1) });

/** `provenance.json` of format 1; what stays as it was is not looked into. */
export const oldProvenance = z.strictObject({
  format: z.literal(1),
  digested: z.looseObject({ numerics: z.int().positive(), runs: z.array(hash) }),
  digest: hash,
  environment: z.json(),
});

/** The key of format 1. */
export function oldKey(spec: RunSpec, data: OldResult['data'], numerics: number): string {
  return digestOf({ spec, data, numerics });
}

/** The key of floors beside results of format 1. */
export function oldTaskKey({ spec, data }: Pick<OldResult, 'spec' | 'data'>): string {
  return digestOf({ task: spec.task, data });
}

/** What is wrong with a result of format 1; undefined for a sound one. */
export function problemOf({ key, numerics, data, spec, outcome, digest }: OldResult): string | undefined {
  if (oldKey(spec, data, numerics) !== key) return `run ${key}: its key does not fit its spec and data`;
  if (digestOf(outcome) !== digest) return `run ${key}: its digest does not fit its outcome`;
  if (numerics !== numericsOfVersion1)
    return `run ${key}: is of numerics ${String(numerics)}, whose numbers nothing asks for any more`;
  return undefined;
}
