import { createRng, type Rng } from '@dsrnn/portable';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairGeometry, violatesBound, type PairGeometry } from './pair-geometry.ts';
import { pairSums } from './pair-sums.ts';

const geometryOf = (...matrices: readonly (readonly number[])[]): PairGeometry[] =>
  pairGeometry(
    pairSums(
      matrices.map((matrix) => Float32Array.from(matrix)),
      matrices[0]?.length ?? 1,
    ),
  );

/** A matrix of normal numbers in the rows and columns that two masks leave, entries of very different sizes. */
function maskedMatrix(rows: readonly boolean[], columns: readonly boolean[], rng: Rng): Float32Array {
  return Float32Array.from(
    rows.flatMap((row) => columns.map((column) => (row && column ? rng.normal() ** 5 : 0))),
  );
}

const mask = (length: number): fc.Arbitrary<boolean[]> =>
  fc.array(fc.boolean(), { minLength: length, maxLength: length });

describe('two gradients of a 2 × 2 matrix', () => {
  it('have cosine, bound and overlap as worked by hand', () => {
    // |G_a| = 5, |G_b| = 13; B = {1}: inner 4·5 = 20, ρ_a = 4/5, ρ_b = 5/13, overlap 1/√(2·2).
    const [pair] = geometryOf([3, 4, 0, 0], [0, 5, 12, 0]);
    expect(pair).toMatchObject({ a: 0, b: 1, inner: 20, lengths: 65, overlap: 0.5 });
    expect(pair?.cosine).toBeCloseTo(20 / 65, 15);
    expect(pair?.bound).toBeCloseTo((4 / 5) * (5 / 13), 15);
  });

  it('reach a bound below 1 where what they share is parallel', () => {
    const [pair] = geometryOf([1, 2, 2, 0], [2, 4, 0, 4]);
    // B = {0, 1}: 10, √5 √20 = 10; lengths 3 · 6.
    expect(pair?.cosine).toBeCloseTo(10 / 18, 15);
    expect(pair?.bound).toBeCloseTo(10 / 18, 15);
  });

  it('leave out the pair if one of them is 0', () => {
    expect(geometryOf([1, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0]).map(({ a, b }) => [a, b])).toEqual([[0, 2]]);
  });
});

describe('theorem T1', () => {
  it('holds for every pair of randomly masked matrices', () => {
    let pairs = 0;
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 6 })
          .chain((rows) =>
            fc
              .integer({ min: 1, max: 6 })
              .chain((columns) =>
                fc.tuple(
                  fc.array(fc.tuple(mask(rows), mask(columns)), { minLength: 8, maxLength: 8 }),
                  fc.integer({ min: 1, max: 2 ** 32 - 1 }),
                ),
              ),
          ),
        ([masks, seed]) => {
          const rng = createRng(seed);
          const matrices = masks.map(([rows, columns]) => maskedMatrix(rows, columns, rng));
          const found = pairGeometry(pairSums(matrices, masks[0]?.[1].length ?? 1));
          pairs += found.length;
          expect(found.filter(violatesBound)).toEqual([]);
          expect(found.filter(({ bound }) => bound > 1 + 1e-12)).toEqual([]);
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
    expect(pairs).toBeGreaterThanOrEqual(10_000);
  });

  it('would be seen to fail: a cosine above its bound counts as a violation', () => {
    const [pair] = geometryOf([3, 4, 0, 0], [0, 5, 12, 0]) as [PairGeometry];
    expect(violatesBound(pair)).toBe(false);
    expect(violatesBound({ ...pair, bound: Math.abs(pair.cosine) * (1 - 1e-6) })).toBe(true);
    expect(violatesBound({ ...pair, cosine: NaN })).toBe(true);
  });
});

describe('corollary C1', () => {
  const disjointOrAny = (shared: boolean): fc.Arbitrary<readonly [boolean[], boolean[]]> =>
    fc
      .tuple(mask(5), mask(5))
      .map(([a, b]) => [a, shared ? b : b.map((on, i) => on && a[i] === false)] as const);

  it.each([
    ['rows', false, true],
    ['columns', true, false],
  ])('disjoint %s alone make the inner product exactly 0', (_, shareRows, shareColumns) => {
    fc.assert(
      fc.property(
        disjointOrAny(shareRows),
        disjointOrAny(shareColumns),
        fc.integer({ min: 1, max: 1e9 }),
        ([rowsA, rowsB], [columnsA, columnsB], seed) => {
          const rng = createRng(seed);
          const pair = pairSums([maskedMatrix(rowsA, columnsA, rng), maskedMatrix(rowsB, columnsB, rng)], 5);
          expect(Math.abs(pair.inner[0] as number)).toBe(0);
          expect(pair.shared[0]).toBe(0);
        },
      ),
      { numRuns: 500, seed: 2 },
    );
  });
});

describe('the plain form |cos| ≤ overlap', () => {
  it('is false: gradients that meet in one entry of four can be parallel', () => {
    // Both have nearly all of their length in entry 0; the other three entries of each are elsewhere.
    const a = [1, 1e-6, 1e-6, 1e-6, 0, 0, 0];
    const b = [1, 0, 0, 0, 1e-6, 1e-6, 1e-6];
    const [pair] = geometryOf(a, b) as [PairGeometry];
    expect(pair.overlap).toBe(1 / 4);
    expect(pair.cosine).toBeGreaterThan(1 - 1e-10);
    expect(violatesBound(pair)).toBe(false);
  });
});
