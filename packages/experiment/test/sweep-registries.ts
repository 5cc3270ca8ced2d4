/** Registries that take any config: for tests of sweeps, whose runs are of no kind that there is. */
import { z } from 'zod';
import type { IdentityRegistries } from '../src/identity/run-key.ts';

const anything = z.looseObject({ kind: z.string() });

export const sweepRegistries: IdentityRegistries = {
  architecture: anything,
  method: anything,
  task: anything,
  strategy: anything,
  probe: anything,
  train: z.looseObject({}),
  dataDigests: () => ({}),
  versions: () => ({}),
};
