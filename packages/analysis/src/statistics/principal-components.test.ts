import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalysisError } from '../errors.ts';
import { principalComponents } from './principal-components.ts';

describe('principalComponents', () => {
  it('finds the axes of a cross', () => {
    // centred already: variance 2·9/3 along (0.6, 0.8), 2·1/3 along (−0.8, 0.6), whose largest loading is turned positive
    const rows = [
      [1.8, 2.4],
      [-1.8, -2.4],
      [0.8, -0.6],
      [-0.8, 0.6],
    ];
    const { scores, explained } = principalComponents(rows, 2);
    expect(explained[0]).toBeCloseTo(0.9, 12);
    expect(explained[1]).toBeCloseTo(0.1, 12);
    const expected = [
      [3, 0],
      [-3, 0],
      [0, 1],
      [0, -1],
    ];
    scores.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(expected[i]![j]!, 12)));
  });

  it('keeps the distances of points in a plane, whatever the number of columns', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 8 }), (plane) => {
        const rows = plane.map(([a, b]) => [a, b, a + b, a - b, 7]);
        const { scores } = principalComponents(rows, 2);
        const distance = (table: readonly (readonly number[])[], i: number): number =>
          Math.sqrt(table[0]!.reduce((sum, value, j) => sum + (value - table[i]![j]!) ** 2, 0));
        rows.forEach((_, i) => expect(distance(scores, i)).toBeCloseTo(distance(rows, i), 8));
      }),
    );
  });

  it('has exact zeros beyond the rank', () => {
    const line = principalComponents(
      [
        [1, 2, 3],
        [2, 4, 6],
        [5, 10, 15],
      ],
      2,
    );
    expect(line.scores.map(([, second]) => second)).toEqual([0, 0, 0]);
    expect(line.explained[1]).toBe(0);
    expect(principalComponents([[4], [9]], 2).scores).toEqual([
      [-2.5, 0],
      [2.5, 0],
    ]);
  });

  it('says that equal rows have no variance', () => {
    const equal = principalComponents(
      [
        [0.1, 0.2],
        [0.1, 0.2],
        [0.1, 0.2],
      ],
      2,
    );
    expect(equal).toEqual({
      scores: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      explained: [null, null],
    });
    expect(principalComponents([], 2)).toEqual({ scores: [], explained: [null, null] });
  });

  it('refuses rows of different lengths', () => {
    expect(() => principalComponents([[1, 2], [1]], 2)).toThrow(AnalysisError);
  });
});
