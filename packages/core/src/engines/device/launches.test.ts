/**
 * How many kernels a time step takes on a device, forward and backward. The counts are those of the cpu backend under the
 * composition for devices; a launch is what is neither a view of the same numbers nor a single number, which tfjs keeps
 * on the host. They may fall, and then the bounds should too.
 */
import { beforeAll, expect, it } from 'vitest';
import { gatedModel } from '../../../test/gated-models.ts';
import { useBackend } from '../../backends/backend.ts';
import { asOnDevice } from '../../backends/composition.ts';
import type { CellDefinition } from '../../cells/cell.ts';
import { cellDefinition } from '../../cells/registry.ts';
import { tf } from '../../tensor/tf.ts';

const views = new Set(['Reshape', 'ExpandDims', 'Identity', 'Cast']);

beforeAll(() => useBackend('cpu', 'reference'));

/** Kernels of a pass over `time` steps; a split counts once a part. */
async function launches(cell: CellDefinition, gating: string, time: number): Promise<number> {
  const model = gatedModel(cell, gating, time);
  const { kernels } = await tf.profile(() =>
    tf.tidy(() => {
      const variables = Object.values(model.parameters);
      const { value } = asOnDevice(() => tf.variableGrads(() => model.loss('last'), variables));
      return value;
    }),
  );
  model.dispose();
  return kernels
    .filter(({ name }) => !views.has(name))
    .flatMap(({ outputShapes }) => outputShapes.filter((shape) => shape.length > 0)).length;
}

/** Between the two a linear recurrence, whose passes double, takes two more of them. */
const [SHORT, LONG] = [5, 17];

it.each([
  ['lstm', 'dense', 35],
  ['lstm', 'ds', 123],
  ['lstm', 'ds, inputs unmasked', 93],
  ['lstm', 'ds first', 57],
  ['lstm', 'delta', 52],
  ['gru', 'dense', 34],
  ['gru', 'ds', 115],
  ['gru', 'ds, inputs unmasked', 83],
  ['gru', 'ds first', 47],
  ['gru', 'delta', 53],
  ['ltc', 'dense', 216],
  ['ltc', 'ds', 349],
  ['ltc', 'ds, inputs unmasked', 291],
  ['ltc', 'ds first', 255],
  ['ltc', 'delta', 299],
  ['s4d', 'dense', 9],
  ['s4d', 'ds', 9],
  ['s4d', 'ds, inputs unmasked', 9],
  ['s4d', 'ds first', 9],
  ['s4d', 'delta', 25],
] as const)('%s, %s: at most %d kernels a step', async (kind, gating, bound) => {
  const cell = cellDefinition(kind);
  const [short, long] = [await launches(cell, gating, SHORT), await launches(cell, gating, LONG)];
  expect((long - short) / (LONG - SHORT)).toBeLessThanOrEqual(bound);
});
