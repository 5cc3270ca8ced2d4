/** The key of a run: same key, same bits. */
import type { RunSpec } from '@dsrnn/records';
import { registries as registered } from './registered.ts';
import type { Registries } from '../spec/registries.ts';
import { keyOf, type RunIdentity } from './key-of.ts';
import { normalSpec, type SpecSchemas } from './normal-spec.ts';
import { raised } from './raised.ts';

/** What makes identities. */
export type IdentityRegistries = SpecSchemas & Pick<Registries, 'dataDigests' | 'versions'>;

/** What the numbers of a run depend on, under the present data and definitions. */
export function identityOf(spec: RunSpec, registries: IdentityRegistries = registered): RunIdentity {
  return {
    spec: normalSpec(spec, registries),
    data: registries.dataDigests(spec.task),
    versions: raised(registries.versions(spec)),
  };
}

/** Key of a run under the present data and definitions: SHA-256, 64 hex digits. */
export function runKey(spec: RunSpec, registries: IdentityRegistries = registered): string {
  return keyOf(identityOf(spec, registries));
}
