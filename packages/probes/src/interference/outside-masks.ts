/** Checks gradients of whole groups against the masks of the passes that they come from. */
import type { SequenceModel } from '@dsrnn/core';
import type { ExampleGradients } from './example-gradients.ts';
import type { MaskHistory } from './mask-history.ts';
import { entriesOutside } from './mask-support.ts';
import type { ParameterGroup } from './parameter-groups.ts';

/**
 * Nonzero gradient entries outside the support of the masks, over all examples. null for a group on which masks do not
 * bear row by row. The first weight matrix of a cell reads the inputs, the others read hidden channels.
 */
export function outsideMasks(
  { recurrent }: SequenceModel,
  { kind, members }: ParameterGroup,
  gradients: ExampleGradients,
  masks: MaskHistory,
  features: number,
): number | null {
  if (kind === 'rest') return null;
  const { cell, settings } = recurrent;
  const matrices = cell.weightMatrices(settings, features);
  let outside = 0;
  for (const name of members) {
    const matrix = matrices.findIndex((one) => one.name === name);
    const columns = matrix === -1 ? null : matrix === 0 ? masks.x : masks.read;
    const inputs = matrices[matrix]?.inputs ?? 1;
    gradients[name]?.forEach((gradient, e) => {
      const rows = masks.h[e] as Uint8Array;
      outside += entriesOutside(gradient, inputs, {
        units: settings.units,
        rows,
        columns: columns?.[e] ?? null,
      });
    });
  }
  return outside;
}
