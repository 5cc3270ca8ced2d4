import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { continualMeasures, continualMeasuresOf } from './continual-measures.ts';
import type { ScoreMatrix } from './score-matrix.ts';

/** Rows: after parts 1, 2, 3. */
const accuracies: ScoreMatrix = {
  scores: [
    [0.8, 0.75, 0.2],
    [0.9, 0.7, 0.4],
    [0.5, 0.6, 1],
  ],
  initial: [0.1, 0.2, 0.1],
  higherIsBetter: true,
};

describe('measures of a stream', () => {
  it('are these for three parts, by hand', () => {
    const found = continualMeasuresOf(accuracies);
    const expected = {
      mean: 0.7, // (.5 + .6 + 1)/3
      worst: 0.5,
      learning: 2.5 / 3, // (.8 + .7 + 1)/3
      forgetting: 0.25, // ((.9 − .5) + (.7 − .6))/2: what part 2 scored before it was learned does not count
      'forgetting-first': 0.2, // ((.8 − .5) + (.7 − .6))/2
      bwt: -0.2,
      fwt: 0.425, // ((.75 − .2) + (.4 − .1))/2
    };
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) expect(found[name], name).toBeCloseTo(value, 12);
  });

  it('keep their meaning for errors, where low is good: only the sign of the scores differs', () => {
    // With R → 1 − R and the direction turned, differences over time are the same.
    const errors: ScoreMatrix = {
      scores: accuracies.scores.map((row) => row.map((score) => 1 - score)),
      initial: accuracies.initial.map((score) => 1 - score),
      higherIsBetter: false,
    };
    const found = continualMeasuresOf(errors);
    const same = continualMeasuresOf(accuracies);
    for (const name of ['forgetting', 'forgetting-first', 'bwt', 'fwt']) {
      expect(found[name], name).toBeCloseTo(same[name]!, 12);
    }
    for (const name of ['mean', 'worst', 'learning'])
      expect(found[name], name).toBeCloseTo(1 - same[name]!, 12);
  });

  it('find that a model which never changes forgets nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 9 }),
        (row) => {
          const matrix = { scores: row.map(() => row), initial: row, higherIsBetter: true };
          const { forgetting, bwt, fwt } = continualMeasuresOf(matrix);
          expect([forgetting, bwt, fwt].map((value) => Math.abs(value!))).toEqual([0, 0, 0]);
        },
      ),
    );
  });

  it('are without differences over time for one part', () => {
    const matrix = { scores: [[0.9]], initial: [0.1], higherIsBetter: true };
    expect(continualMeasuresOf(matrix)).toEqual({ mean: 0.9, worst: 0.9, learning: 0.9 });
  });

  it('are only those of the end for parts that were learned at once', () => {
    const matrix = { scores: [[0.5, 0.75]], initial: [0.1, 0.2], higherIsBetter: true };
    expect(continualMeasuresOf(matrix)).toEqual({ mean: 0.625, worst: 0.5 });
  });

  it('refuse a matrix that is neither', () => {
    const rows = [
      [1, 2, 3],
      [1, 2, 3],
    ];
    expect(() => continualMeasuresOf({ scores: rows, initial: [1, 2, 3], higherIsBetter: true })).toThrow(
      /score matrix: 2 rows of lengths \[3, 3\] and 3 initial scores/,
    );
    expect(() =>
      continualMeasuresOf({ scores: [[1, 2], [1]], initial: [1, 2], higherIsBetter: true }),
    ).toThrow(RangeError);
    expect(() => continualMeasuresOf({ scores: [], initial: [], higherIsBetter: true })).toThrow(RangeError);
  });

  it('have names that are all different, and say their denominators', () => {
    expect(new Set(continualMeasures.map(({ name }) => name)).size).toBe(continualMeasures.length);
    for (const { name, formula } of continualMeasures) {
      if (name !== 'worst') expect(formula).toMatch(/1\/(T|\(T-1\)) sum/);
    }
  });
});
