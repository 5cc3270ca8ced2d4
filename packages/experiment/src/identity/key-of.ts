/** The key of a run from what decides its numbers, without any registry. */
import type { Versions } from '@dsrnn/portable';
import { digestOf, type RunSpec } from '@dsrnn/records';

/** All that a run's numbers depend on. A record of the run holds it. */
export interface RunIdentity {
  /** In normal form. */
  readonly spec: RunSpec;
  /** Digest of each data source. */
  readonly data: Readonly<Record<string, string>>;
  /** Versions of the definitions that the run uses, where they are above 1. */
  readonly versions: Versions;
}

/** SHA-256 of the canonical JSON of {spec, data, versions}, 64 hex digits. */
export function keyOf({ spec, data, versions }: RunIdentity): string {
  return digestOf({ spec, data, versions });
}

/** The key of the same training without probes. Runs that share it have the same core of their outcomes. */
export function coreKeyOf({ spec: { probes: _, ...spec }, data, versions }: RunIdentity): string {
  return keyOf({
    spec,
    data,
    versions: Object.fromEntries(Object.entries(versions).filter(([name]) => !name.startsWith('probe/'))),
  });
}
