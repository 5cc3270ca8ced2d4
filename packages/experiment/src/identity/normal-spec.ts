/** The normal form of a spec. */
import type { RunSpec } from '@dsrnn/records';
import type { Registries } from '../spec/registries.ts';
import { withoutDefaults } from './without-defaults.ts';

/** What owns the fields of a spec's parts. */
export type SpecSchemas = Pick<
  Registries,
  'architecture' | 'method' | 'task' | 'strategy' | 'train' | 'probe'
>;

/**
 * A spec without fields at their origin or, where none is declared, their default; its probes by kind, for their order changes nothing. What no registry owns
 * (sparsity, seed, backend, engine) always stands. Throws ZodError for a part that the registries do not know.
 */
export function normalSpec({ probes, strategy, ...spec }: RunSpec, schemas: SpecSchemas): RunSpec {
  return {
    ...spec,
    architecture: withoutDefaults(schemas.architecture, spec.architecture),
    method: withoutDefaults(schemas.method, spec.method),
    task: withoutDefaults(schemas.task, spec.task),
    ...(strategy === undefined ? {} : { strategy: withoutDefaults(schemas.strategy, strategy) }),
    train: withoutDefaults(schemas.train, spec.train),
    ...(probes === undefined
      ? {}
      : {
          probes: probes
            .map((probe) => withoutDefaults(schemas.probe, probe))
            .sort((a, b) => (a.kind < b.kind ? -1 : 1)),
        }),
  };
}
