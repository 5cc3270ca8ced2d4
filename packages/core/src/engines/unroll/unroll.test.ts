import { createRng } from '@dsrnn/portable';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  centralDifferences,
  gradientsOf,
  largestDifference,
  toyParameters,
  toySequences,
  toySettings,
  weightedSum,
} from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { activeKernels } from '../../backends/engine.ts';
import { cellDefinition } from '../../cells/registry.ts';
import type { Gating } from '../../gating/gating.ts';
import { aheadOfState } from '../../gating/masks/mask-source.ts';
import { disposeParameters } from '../../tensor/parameters.ts';
import { tf } from '../../tensor/tf.ts';
import { unroll } from './unroll.ts';

const [BATCH, TIME, FEATURES, UNITS] = [2, 4, 3, 5];
const cell = cellDefinition('gru');
const settings = toySettings(cell, UNITS);

/** Every second channel. */
const masked: Gating = {
  kind: 'masked',
  inactive: 'carry',
  masks: aheadOfState('sequence', 'none', () => ({
    block: {
      x: tf.tensor3d([1, 0, 1], [1, 1, FEATURES]),
      h: tf.tensor3d([1, 0, 1, 0, 1], [1, 1, UNITS]),
    },
    penalty: null,
  })),
};

describe.each([
  ['dense', { kind: 'dense' } as const],
  ['masked', masked],
])('the gradient of the inputs on the fused engine, %s', (_kind, gating) => {
  beforeAll(() => useBackend('wasm'));
  afterAll(() => useBackend('wasm'));

  const parameters = (): ReturnType<typeof toyParameters> => toyParameters(cell, settings, FEATURES);
  const inputs = (): tf.Variable<tf.Rank.R3> =>
    tf.tidy(() => tf.variable(toySequences(BATCH, TIME, FEATURES, createRng(1))));

  it('is given if it is asked for, and is that of central differences', () => {
    const [own, xs] = [parameters(), inputs()];
    const loss = (): tf.Scalar => {
      const request = {
        cell,
        settings,
        parameters: own,
        gating,
        readout: 'last',
        inputGradient: true,
      } as const;
      return weightedSum([unroll(xs, request).output]);
    };
    const { xs: actual } = gradientsOf({ xs }, loss);
    const expected = centralDifferences(xs, loss);
    expect(largestDifference(actual as number[], expected)).toBeLessThan(1e-3);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1e-2);
    disposeParameters({ ...own, xs });
  });

  it('is refused if it is not, rather than taken for 0', () => {
    const [own, xs] = [parameters(), inputs()];
    const request = { cell, settings, parameters: own, gating, readout: 'last' } as const;
    const loss = (): tf.Scalar => weightedSum([unroll(xs, request).output]);
    expect(() => gradientsOf({ ...own, xs }, loss)).toThrow(/no gradient to its inputs.*inputGradient: true/);
    expect(activeKernels()?.arena.inUse).toBe(0);
    expect(Object.keys(gradientsOf(own, loss))).toEqual(Object.keys(own));
    disposeParameters({ ...own, xs });
  });

  it('costs nothing in evaluation, which stays fused', () => {
    const [own, xs] = [parameters(), inputs()];
    const outputs = (inputGradient: boolean): Float32Array =>
      tf.tidy(() => {
        const request = { cell, settings, parameters: own, gating, readout: 'last', inputGradient } as const;
        return unroll(xs, { ...request, differentiate: false })
          .output.dataSync<'float32'>()
          .slice();
      });
    expect(outputs(true)).toEqual(outputs(false));
    disposeParameters({ ...own, xs });
  });
});
