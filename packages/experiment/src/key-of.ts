/** The key of a run from its parts, without any registry. */
import { digestOf, type RunSpec } from '@dsrnn/records';

/** What a run's numbers depend on besides its spec. */
export interface KeyBasis {
  /** Digest of each data source. */
  readonly data: Readonly<Record<string, string>>;
  readonly numerics: number;
}

/** SHA-256 of the canonical JSON of {spec, data, numerics}, 64 hex digits. */
export function keyOf(spec: RunSpec, { data, numerics }: KeyBasis): string {
  return digestOf({ spec, data, numerics });
}
