/** Runs and registries for tests of sweeps: of no kind that there is, so that any config is taken. */
import { z } from 'zod';
import type { RunSpec } from '@dsrnn/records';
import type { GridRun } from '../src/grid/expand-grid.ts';
import { runKey, type IdentityRegistries } from '../src/identity/run-key.ts';
import type { Registries } from '../src/spec/registries.ts';

const anything = z.looseObject({ kind: z.string() });

export const sweepRegistries: IdentityRegistries & Pick<Registries, 'probeWatches'> = {
  architecture: anything,
  method: anything,
  task: anything,
  strategy: anything,
  probe: anything,
  train: z.looseObject({}),
  dataDigests: () => ({}),
  versions: () => ({}),
  probeWatches: ({ kind }) => kind === 'watching',
};

/** A run that does what its `task` says, see `toy-worker.ts`. */
export function sweepRun(
  seed: number,
  task: Readonly<Record<string, unknown>>,
  probes?: RunSpec['probes'],
): GridRun {
  const spec = {
    architecture: { kind: 'toy' },
    method: { kind: 'toy' },
    sparsity: 0,
    sparsityOf: 'macs' as const,
    task: { kind: 'toy', ...task },
    train: {},
    seed,
    backend: 'wasm',
    engine: 'fused',
    ...(probes === undefined ? {} : { probes }),
  };
  return {
    key: runKey(spec, sweepRegistries),
    spec,
    labels: { architecture: 'a', method: 'm', task: 't', stream: 't', strategy: null, recipe: 'quick' },
    tunes: true,
    followers: [],
  };
}
