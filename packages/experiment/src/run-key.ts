/** The key of a run: same key, same bits. */
import type { RunSpec } from '@dsrnn/records';
import { keyOf } from './key-of.ts';
import { registries as registered } from './registered.ts';
import type { Registries } from './registries.ts';

/** Key of a resolved run under the present data and numerics: SHA-256, 64 hex digits. */
export function runKey(spec: RunSpec, registries: Registries = registered): string {
  return keyOf(spec, { data: registries.dataDigests(spec.task), numerics: registries.numerics });
}
