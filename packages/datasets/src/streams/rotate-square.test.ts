import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rotateSquares } from './rotate-square.ts';

const images = fc
  .tuple(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 1, max: 3 }))
  .chain(([side, count]) =>
    fc.tuple(
      fc.constant(side),
      fc
        .array(fc.float({ min: -4, max: 4, noNaN: true }), {
          minLength: count * side * side,
          maxLength: count * side * side,
        })
        .map((values) => Float32Array.from(values, (value) => value + 0)), // no −0, which equals 0 but is not the same
    ),
  );

/** Every pixel of the result is the one that `from` names of the original. */
function moved(
  original: Float32Array,
  side: number,
  from: (row: number, column: number) => readonly [number, number],
): Float32Array {
  const area = side * side;
  return original.map((_, i) => {
    const [row, column] = from(Math.floor((i % area) / side), i % side);
    return original[i - (i % area) + row * side + column]!;
  });
}

describe('rotating square images', () => {
  it('turns by a quarter exactly, counterclockwise: transposed, then upside down', () => {
    // 1 2     2 4
    // 3 4     1 3
    expect([...rotateSquares(Float32Array.of(1, 2, 3, 4), 2, 90, 9)]).toEqual([2, 4, 1, 3]);
    fc.assert(
      fc.property(images, ([side, original]) => {
        const quarter = rotateSquares(original, side, 90, 99);
        expect(quarter).toEqual(moved(original, side, (row, column) => [column, side - 1 - row]));
      }),
    );
  });

  it('turns by a half and three quarters exactly, and leaves no turn as it is', () => {
    fc.assert(
      fc.property(images, ([side, original]) => {
        const last = side - 1;
        expect(rotateSquares(original, side, 0, 99)).toEqual(original);
        expect(rotateSquares(original, side, 180, 99)).toEqual(
          moved(original, side, (row, column) => [last - row, last - column]),
        );
        expect(rotateSquares(original, side, 270, 99)).toEqual(
          moved(original, side, (row, column) => [last - column, row]),
        );
      }),
    );
  });

  it('keeps an image of the background as it is, at any angle', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 360, noNaN: true }), (degrees) => {
        for (const value of rotateSquares(new Float32Array(25).fill(-0.5), 5, degrees, -0.5)) {
          expect(value).toBeCloseTo(-0.5, 6);
        }
      }),
    );
  });

  it('interpolates: at 45 degrees the middle stays, and the right neighbour comes from halfway up', () => {
    // The source of (1, 0) is (√½, −√½): weight √½ each way between the centre and the pixels right of and below it.
    const image = Float32Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0);
    const half = Math.SQRT1_2;
    const rotated = rotateSquares(image, 3, 45, 0);
    expect(rotated[4]).toBe(1);
    expect(rotated[5]).toBeCloseTo((1 - half) * (1 - half), 6);
    const below = rotateSquares(Float32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1), 3, 45, 0);
    // Counterclockwise: what was at the lower right corner is now at the right.
    expect(below[5]).toBeCloseTo(half * half, 6);
    expect(below[3]).toBe(0);
  });

  it('brings in the background from outside', () => {
    // At 45 degrees the source of the corner (1, 1) is (√2, 0): 0.414 of the way from the last column to outside.
    const rotated = rotateSquares(new Float32Array(9), 3, 45, 10);
    expect(rotated[2]).toBeCloseTo(10 * (Math.SQRT2 - 1), 5);
    expect(rotated[4]).toBe(0);
  });
});
