/** The composition for devices against that for the host, both on the cpu backend. */
import { beforeAll, describe, expect, it } from 'vitest';
import { gatedModel, gatingsOf, type GatedModel } from '../../../test/gated-models.ts';
import { gradientsOf, largestDifference, numbersOf } from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { asOnDevice } from '../../backends/composition.ts';
import type { CellDefinition } from '../../cells/cell.ts';
import { cells } from '../../cells/registry.ts';
import { tf } from '../../tensor/tf.ts';

const TIME = 5;
const readouts = ['last', 'mean', 'steps'] as const;

beforeAll(() => useBackend('cpu', 'reference'));

function lossAndGradients(model: GatedModel, readout: (typeof readouts)[number]): Record<string, number[]> {
  const loss = (): tf.Scalar => model.loss(readout);
  return { loss: tf.tidy(() => numbersOf(loss())), ...gradientsOf(model.parameters, loss) };
}

const cases = (cells as readonly unknown[] as readonly CellDefinition[]).flatMap((cell) =>
  gatingsOf(cell).map((gating) => [cell.kind, gating, cell] as const),
);

describe.each(cases)('%s on a device, %s', (_kind, gating, cell) => {
  it.each(readouts)('gives outputs and gradients of the host, readout %s', (readout) => {
    const model = gatedModel(cell, gating, TIME);
    const expected = lossAndGradients(model, readout);
    const actual = asOnDevice(() => lossAndGradients(model, readout));
    for (const [name, values] of Object.entries(expected)) {
      const scale = Math.max(1, ...values.map(Math.abs));
      expect(largestDifference(actual[name] as number[], values) / scale, name).toBeLessThan(1e-5);
    }
    model.dispose();
  });

  it('leaves no tensor behind', () => {
    const model = gatedModel(cell, gating, TIME);
    const before = tf.memory().numTensors;
    for (let pass = 0; pass < 2; pass++) {
      // In a tidy, for a gating of given masks makes them anew.
      asOnDevice(() => tf.tidy(() => void lossAndGradients(model, 'last')));
    }
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('leaves no tensor behind of weights that are not trained', () => {
    const model = gatedModel(cell, gating, TIME);
    const before = tf.memory().numTensors;
    for (const name of Object.keys(model.parameters)) {
      const { [name]: _, ...trained } = model.parameters;
      asOnDevice(() => tf.tidy(() => void gradientsOf(trained, () => model.loss('last'))));
    }
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});

it('is another composition than that of the host, or there would be nothing to compare', async () => {
  const model = gatedModel(cases[0]![2], 'dense', TIME);
  const fusedProducts = async (run: (work: () => tf.Scalar) => tf.Scalar): Promise<number> => {
    const { kernels } = await tf.profile(() => tf.tidy(() => run(() => model.loss('last'))));
    return kernels.filter(({ name }) => name === '_FusedMatMul').length;
  };
  expect([await fusedProducts((work) => work()), await fusedProducts(asOnDevice)]).toEqual([0, TIME + 1]);
  model.dispose();
});
