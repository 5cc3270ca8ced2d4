import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptPoints, writeTrajectory } from './pen-trajectory.ts';

describe('the points that are kept', () => {
  it('are all where there is room', () => {
    expect(keptPoints([2, 3], 5)).toEqual([0, 1, 2, 3, 4]);
    expect(keptPoints([2, 3], 9)).toEqual([0, 1, 2, 3, 4]);
  });

  it('are the stroke starts and every other of the rest, by hand', () => {
    // Starts 0 and 5; others 1 2 3 4 6 7, three of which: the 2nd, 4th and 6th.
    expect(keptPoints([5, 3], 5)).toEqual([0, 2, 4, 5, 7]);
  });

  it('are stroke starts alone where there are more strokes than steps', () => {
    // Starts 0 2 4 6 8 10, three of which: the 2nd, 4th and 6th.
    expect(keptPoints([2, 2, 2, 2, 2, 2], 3)).toEqual([2, 6, 10]);
  });

  it('fill the length, rise, hold every start, and end at the last point', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 22, max: 60 }), (strokeSizes, length) => {
        const kept = keptPoints(strokeSizes, length);
        const total = strokeSizes.reduce((a, b) => a + b);
        expect(kept).toHaveLength(Math.min(length, total));
        kept.slice(1).forEach((index, k) => expect(index).toBeGreaterThan(kept[k]!));
        let start = 0;
        for (const size of strokeSizes) {
          expect(kept).toContain(start);
          start += size;
        }
        expect(kept.at(-1)).toBe(total - 1);
      }),
    );
  });
});

describe('a trajectory', () => {
  const strokes = [
    [
      [10, 20],
      [13, 20],
    ],
    [
      [0, 5],
      [0, 6],
    ],
  ] as const;

  it('has movements and stroke starts behind zeros, by hand', () => {
    const inputs = new Float32Array(20).fill(7);
    inputs.fill(0, 2, 17);
    expect(writeTrajectory(strokes, 5, [8, 15], inputs, 2)).toBe(4);
    expect([...inputs]).toEqual([7, 7, 0, 0, 0, 2, 5, 1, 3, 0, 0, -13, -15, 1, 0, 1, 0, 7, 7, 7]);
  });

  it('adds up to the last point, also when it is thinned', () => {
    const inputs = new Float32Array(9);
    expect(writeTrajectory(strokes, 3, [8, 15], inputs, 0)).toBe(3);
    // Starts and the last point: the end of the first stroke is left out.
    expect([...inputs]).toEqual([2, 5, 1, -10, -15, 1, 0, 1, 0]);
  });
});
