/** Versions as they stand in an identity. */
import type { Versions } from '@dsrnn/portable';

/** Those above 1. A definition that is told apart later, at version 1, so changes no key. */
export function raised(versions: Versions): Versions {
  return Object.fromEntries(Object.entries(versions).filter(([, version]) => version > 1));
}
