/** The dense cell: every unit and input takes part in every step. The reference of all comparisons. */
import { asParameters, defineMethod, denseMacs, disposeParameters, macCount, passive } from '@dsrnn/core';
import type { CellDefinition, CellSettings, RecurrentModel } from '@dsrnn/core';
import type { Rng } from '@dsrnn/portable';
import { z } from 'zod';

/** The dense method, the only one that runs at sparsity 0. */
export const dense = defineMethod({
  kind: 'dense',
  version: 1,
  title: 'dense',
  summary: 'the architecture as it is, nothing left out',
  sparse: false,
  config: z.strictObject({ kind: z.literal('dense') }),
  plan({ cell, settings, features }) {
    const macs = denseMacs(cell, settings, features);
    return {
      units: settings.units,
      parameters: cell.parameterCount(settings, features),
      macs: macCount(macs, macs, 0),
    };
  },
  create: ({ cell, settings, features }, rng) =>
    denseModel(cell, settings, features, denseMacs(cell, settings, features), rng),
});

/** A dense recurrent model whose MACs are compared with `referenceMacs`. */
export function denseModel(
  cell: CellDefinition,
  settings: CellSettings,
  features: number,
  referenceMacs: number,
  rng: Rng,
): RecurrentModel {
  const parameters = asParameters(cell.init(settings, features, rng.fork('init/cell')));
  const macs = denseMacs(cell, settings, features);
  return {
    ...passive,
    cell,
    settings,
    parameters,
    gating: () => ({ kind: 'dense' }),
    macs: () => macCount(referenceMacs, macs, 0),
    dispose: () => disposeParameters(parameters),
  };
}
