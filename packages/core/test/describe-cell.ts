/** The contract that every cell keeps; run over the registry. */
import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import type { CellDefinition } from '../src/cells/cell.ts';
import { unrollReference } from '../src/engines/reference/unroll-reference.ts';
import { disposeParameters } from '../src/tensor/parameters.ts';
import { tf } from '../src/tensor/tf.ts';
import {
  centralDifferences,
  gradientsOf,
  largestDifference,
  numbersOf,
  outputsOf,
  tensorsLeftBy,
  toyParameters,
  toySequences,
  toySettings,
  weightedSum,
} from './toys.ts';

const [BATCH, TIME, FEATURES, UNITS] = [2, 3, 3, 4];

/** Tests of `cell`. The backend must be active. */
export function describeCell(cell: CellDefinition): void {
  const settings = toySettings(cell, UNITS);

  describe(`cell ${cell.kind}`, () => {
    it('gives one [batch, units] output a step and leaves nothing else behind', () => {
      const parameters = toyParameters(cell, settings, FEATURES);
      const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
      let shapes: number[][] = [];
      const left = tensorsLeftBy(() => {
        tf.tidy(() => {
          const { hs } = unrollReference(xs, { cell, settings, parameters, gating: { kind: 'dense' } });
          shapes = hs.map((h) => h.shape);
        });
      });
      expect(shapes).toEqual(Array.from({ length: TIME }, () => [BATCH, UNITS]));
      expect(left).toBe(0);
      xs.dispose();
      disposeParameters(parameters);
    });

    it('frees all that it made, parameters and state', () => {
      const left = tensorsLeftBy(() => {
        disposeParameters(toyParameters(cell, settings, FEATURES));
        for (const part of Object.values(cell.initialState(settings, BATCH))) part.dispose();
      });
      expect(left).toBe(0);
    });

    it('draws the same values from the same seed and others from another', () => {
      const values = (seed: number): Record<string, number[]> => {
        const initial = cell.init(settings, FEATURES, createRng(seed));
        return Object.fromEntries(
          Object.entries(initial).map(([name, tensor]) => {
            const numbers = numbersOf(tensor);
            tensor.dispose();
            return [name, numbers];
          }),
        );
      };
      expect(values(1)).toEqual(values(1));
      expect(values(1)).not.toEqual(values(2));
    });

    it('counts the parameters that it makes and names its weight matrices', () => {
      const parameters = toyParameters(cell, settings, FEATURES);
      const total = Object.values(parameters).reduce((sum, { size }) => sum + size, 0);
      expect(cell.parameterCount(settings, FEATURES)).toBe(total);
      const matrices = cell.weightMatrices(settings, FEATURES);
      expect(matrices.length).toBeGreaterThan(0);
      for (const { name, inputs, outputs } of matrices) {
        expect(parameters[name]?.shape, name).toEqual([inputs, outputs]);
      }
      disposeParameters(parameters);
    });

    it('costs nothing with no channels, and more with every channel', () => {
      const macs = (rows: number, x: number, h: number): number =>
        cell.macs(settings, FEATURES, { rows, x, h });
      expect(macs(0, 0, 0)).toBe(0);
      const full = macs(UNITS, FEATURES, UNITS);
      expect(macs(UNITS - 1, FEATURES, UNITS)).toBeLessThan(full);
      expect(macs(UNITS, FEATURES - 1, UNITS)).toBeLessThan(full);
      expect(macs(UNITS, FEATURES, UNITS - 1)).toBeLessThan(full);
    });

    it('keeps its config through text and refuses an unknown field', () => {
      expect(cell.config.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
      expect(cell.config.safeParse({ ...settings, typo: 1 }).success).toBe(false);
      expect(cell.config.safeParse({ ...settings, units: 0 }).success).toBe(false);
    });

    it('has the gradient of central differences in every parameter', () => {
      const parameters = toyParameters(cell, settings, FEATURES);
      const xs = toySequences(BATCH, TIME, FEATURES, createRng(1));
      const loss = (): tf.Scalar => weightedSum(outputsOf(xs, cell, settings, parameters, { kind: 'dense' }));
      const gradients = gradientsOf(parameters, loss);
      for (const [name, variable] of Object.entries(parameters)) {
        const expected = centralDifferences(variable, loss, 5e-3);
        expect(largestDifference(gradients[name] as number[], expected), name).toBeLessThan(1e-3);
        expect(Math.max(...expected.map(Math.abs)), name).toBeGreaterThan(1e-2);
      }
      xs.dispose();
      disposeParameters(parameters);
    });
  });
}
