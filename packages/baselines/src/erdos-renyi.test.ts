import type { WeightMatrix } from '@dsrnn/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onesPerMatrix } from './erdos-renyi.ts';

const matrix = (name: string, inputs: number, outputs: number): WeightMatrix => ({
  name,
  inputs,
  outputs,
  macsPerWeight: 1,
});

describe('the Erdős–Rényi distribution', () => {
  it('gives densities in proportion to (in + out)/(in · out)', () => {
    // Total 0.2 · (200 + 800) = 200; ε = 200/(30 + 60) = 2.22; ones are ε (in + out): 66.7 and 133.3.
    const shapes = [matrix('a', 10, 20), matrix('b', 20, 40)];
    expect(onesPerMatrix(shapes, 0.2, 'erdos-renyi')).toEqual({ a: 67, b: 133 });
  });

  it('makes a matrix dense that would exceed density 1, and solves the rest again', () => {
    // Total 0.1 · (4 + 10000) = 1000.4. ε = 1000.4/204 = 4.9 asks 4.9 of the small one: dense, 4 ones.
    // The rest: 996.4 ones for the large one, rounded.
    const shapes = [matrix('small', 2, 2), matrix('large', 100, 100)];
    expect(onesPerMatrix(shapes, 0.1, 'erdos-renyi')).toEqual({ small: 4, large: 996 });
  });

  it('re-solves repeatedly when the first redistribution overfills another', () => {
    // Densities for total 0.6 · (1 + 9 + 400) = 246: ε = 246/48 = 5.125, so 1x1 asks 10.25, 3x3 3.4, 20x20 0.51.
    const shapes = [matrix('a', 1, 1), matrix('b', 3, 3), matrix('c', 20, 20)];
    expect(onesPerMatrix(shapes, 0.6, 'erdos-renyi')).toEqual({ a: 1, b: 9, c: 236 });
  });

  it('keeps the total within rounding and never exceeds a matrix', () => {
    const shapes = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        shapes,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.constantFrom('uniform', 'erdos-renyi'),
        (sizes, density, distribution) => {
          const list = sizes.map(([inputs, outputs], i) => matrix(String(i), inputs, outputs));
          const ones = onesPerMatrix(list, density, distribution);
          const size = list.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
          const total = Object.values(ones).reduce((a, b) => a + b, 0);
          expect(Math.abs(total - density * size)).toBeLessThanOrEqual(list.length / 2 + 1e-6);
          for (const { name, inputs, outputs } of list) {
            expect(ones[name]).toBeGreaterThanOrEqual(0);
            expect(ones[name]).toBeLessThanOrEqual(inputs * outputs);
          }
        },
      ),
      { seed: 1 },
    );
  });
});

it('the uniform distribution gives every matrix the same density', () => {
  expect(onesPerMatrix([matrix('a', 10, 20), matrix('b', 20, 40)], 0.25, 'uniform')).toEqual({
    a: 50,
    b: 200,
  });
});
