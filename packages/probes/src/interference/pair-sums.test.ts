import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addPairSums, pairCount, pairSums } from './pair-sums.ts';

it('sums over the entries in which both vectors are not 0', () => {
  // B(0,1) = {0, 1}: 1·3 + 2·(−1) = 1, 1 + 4, 9 + 1. B(0,2) is empty, B(1,2) = {3}: 2·5.
  const sums = pairSums(
    [Float32Array.of(1, 2, 0, 0), Float32Array.of(3, -1, 0, 2), Float32Array.of(0, 0, 4, 5)],
    2,
  );
  expect([...sums.squares]).toEqual([5, 14, 41]);
  expect([...sums.sizes]).toEqual([2, 3, 2]);
  expect([...sums.inner]).toEqual([1, 0, 10]);
  expect([...sums.squaresA]).toEqual([5, 0, 4]);
  expect([...sums.squaresB]).toEqual([10, 0, 25]);
  expect([...sums.shared]).toEqual([2, 0, 1]);
});

it('sees the product of the two smallest float32 numbers as not 0', () => {
  const least = Float32Array.of(2 ** -149);
  expect(pairSums([least, least], 1).shared[0]).toBe(1);
});

it('sums of parts are the sums of the whole, whatever the width of a row', () => {
  const entry = fc.integer({ min: -3, max: 3 });
  const vector = fc.array(entry, { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(vector, { minLength: 2, maxLength: 5 }),
      fc.constantFrom(1, 3, 4, 12),
      (rows, width) => {
        const vectors = rows.map((row) => Float32Array.from(row));
        const part = (from: number, to: number): Float32Array[] => vectors.map((one) => one.slice(from, to));
        // Small integers: every order of summation gives the same bits.
        expect(addPairSums([pairSums(part(0, 6), 2), pairSums(part(6, 12), 6)])).toEqual(
          pairSums(vectors, width),
        );
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});

it('numbers the pairs of four vectors from 0 to 5', () => {
  expect(pairCount(4)).toBe(6);
  expect(
    pairSums(
      Array.from({ length: 4 }, () => Float32Array.of(1)),
      1,
    ).inner,
  ).toHaveLength(6);
});
