/** Digests of an outcome: one of what training gave, and one of each probe, so that a probe may change by itself. */
import { z } from 'zod';
import { digestOf } from './json.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');

/** Digests of an outcome, as they stand in its record. */
export const digests = z.strictObject({
  core: hash.describe('SHA-256 of the canonical outcome without its probes'),
  probes: z.record(z.string(), hash).describe('SHA-256 of what each probe found, by its kind'),
});
export type Digests = z.infer<typeof digests>;

/** The digests of an outcome. */
export function digestsOf<Outcome extends { readonly probes?: object | undefined }>(
  outcome: Outcome,
): Digests {
  const { probes = {}, ...core } = outcome;
  return {
    core: digestOf(core),
    probes: Object.fromEntries(Object.entries(probes).map(([kind, found]) => [kind, digestOf(found)])),
  };
}

/** The parts in which two outcomes differ: `core`, and kinds of probes as `probes.<kind>`. None: they are the same bits. */
export function differingParts(a: Digests, b: Digests): string[] {
  const kinds = [...new Set([...Object.keys(a.probes), ...Object.keys(b.probes)])].sort();
  return [
    ...(a.core === b.core ? [] : ['core']),
    ...kinds.filter((kind) => a.probes[kind] !== b.probes[kind]).map((kind) => `probes.${kind}`),
  ];
}

/** Whether two outcomes are the same bits. */
export function sameDigests(a: Digests, b: Digests): boolean {
  return differingParts(a, b).length === 0;
}
