/**
 * Where tables and figures came from. What decides the numbers is digested; the machine and the hours stand apart,
 * so that two machines that did the same work write the same digest.
 */
import { digestOf, raisedVersions } from '@dsrnn/records';
import { z } from 'zod';
import { compareText } from './order.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

/** What decides the numbers. */
export const provenanceDigested = z.strictObject({
  experiment: z.string(),
  profile: z.string(),
  configDigest: hash.describe('SHA-256 of the canonical resolved experiment'),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .nullable()
    .describe('null outside a repository'),
  dirty: z.boolean().describe('the working tree had changes besides the results'),
  packages: z.record(z.string(), z.string()).describe('versions of the packages that compute or draw'),
  backend: z.string(),
  engine: z.string(),
  versions: raisedVersions.describe('of the definitions behind the runs; those at version 1 are left out'),
  data: z.record(z.string(), hash).describe('digest of each data source'),
  runs: z.array(hash).describe('keys of the runs behind the output, sorted'),
  command: z.string().describe('what to type to get the same output'),
});

/** The machine and the hours; never digested. */
export const provenanceEnvironment = z.strictObject({
  node: z.string(),
  platform: z.string(),
  arch: z.string(),
  cpu: z.string(),
  cores: z.int().positive(),
  memoryBytes: z.int().positive(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});

/** `provenance.json`: refused on reading if the digest does not fit the digested part. */
export const provenance = z
  .strictObject({
    format: z.literal(2),
    digested: provenanceDigested,
    digest: hash.describe('SHA-256 of the canonical digested part'),
    environment: provenanceEnvironment,
  })
  .superRefine((value, context) => {
    const actual = digestOf(value.digested);
    if (actual !== value.digest) {
      context.addIssue({
        code: 'custom',
        path: ['digest'],
        message: `does not fit the digested part (it digests to ${actual.slice(0, 12)}…): the file was edited or damaged`,
      });
    }
  });

export type ProvenanceDigested = z.infer<typeof provenanceDigested>;
export type ProvenanceEnvironment = z.infer<typeof provenanceEnvironment>;
export type Provenance = z.infer<typeof provenance>;

/**
 * Provenance from facts that the caller gathered. Run keys are sorted and made distinct, records are sorted by name,
 * so the order of the input does not matter. Throws ZodError on a fact that does not fit the schema.
 */
export function buildProvenance(
  digested: ProvenanceDigested,
  environment: ProvenanceEnvironment,
): Provenance {
  const sorted: ProvenanceDigested = {
    ...digested,
    packages: sortRecord(digested.packages),
    versions: sortRecord(digested.versions),
    data: sortRecord(digested.data),
    runs: [...new Set(digested.runs)].sort(compareText),
  };
  return provenance.parse({ format: 2, digested: sorted, digest: digestOf(sorted), environment });
}

function sortRecord<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareText(a, b)));
}
