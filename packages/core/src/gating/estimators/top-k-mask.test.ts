import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { numbersOf, tensorsLeftBy } from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { activeKernels } from '../../backends/engine.ts';
import { tf } from '../../tensor/tf.ts';
import { topKByRank, topKBySorting, topKMask, topKOnHost, topKOnKernels, type TopK } from './top-k-mask.ts';

// Not wasm, whose comparisons do not broadcast.
beforeAll(() => useBackend('cpu', 'fused'));

const onKernels = (scores: tf.Tensor2D, k: number): TopK => {
  const kernels = activeKernels();
  if (kernels === null) throw new Error('the kernels are not loaded');
  return topKOnKernels(kernels, scores, k);
};

/** Mask and threshold as numbers, freed. */
function picked(
  select: (scores: tf.Tensor2D, k: number) => TopK,
  rows: readonly (readonly number[])[],
  k: number,
): { mask: number[]; threshold: number[] } {
  return tf.tidy(() => {
    const { mask, threshold } = select(tf.tensor2d(rows as number[][]), k);
    return { mask: numbersOf(mask), threshold: numbersOf(threshold) };
  });
}

/** Rows of few distinct values, so that most entries are tied, and a k. */
const tied = fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 4 })).chain(([n, batch]) =>
  fc.record({
    rows: fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n, maxLength: n }), {
      minLength: batch,
      maxLength: batch,
    }),
    k: fc.integer({ min: 1, max: n - 1 }),
  }),
);
const distinct = fc
  .uniqueArray(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }), {
    minLength: 2,
    maxLength: 20,
    comparator: (a, b) => a === b,
  })
  .chain((row) => fc.record({ rows: fc.constant([row]), k: fc.integer({ min: 1, max: row.length - 1 }) }));

describe.each([
  ['on the host', topKOnHost],
  ['by rank', topKByRank],
  ['by sorting', topKBySorting],
  ['on the kernels', onKernels],
] as const)('top-k %s', (_name, select) => {
  it('has exactly k ones in each row whatever the ties, and none is smaller than a zero', () => {
    fc.assert(
      fc.property(tied, ({ rows, k }) => {
        const { mask } = picked(select, rows, k);
        rows.forEach((row, r) => {
          const bits = mask.slice(r * row.length, (r + 1) * row.length);
          expect(bits.filter((bit) => bit === 1)).toHaveLength(k);
          expect(bits.filter((bit) => bit === 0)).toHaveLength(row.length - k);
          const ones = row.filter((_, j) => bits[j] === 1);
          const zeros = row.filter((_, j) => bits[j] === 0);
          expect(Math.min(...ones)).toBeGreaterThanOrEqual(Math.max(...zeros));
        });
      }),
      { seed: 1 },
    );
  });

  it('has the middle of the k-th and the next score as threshold', () => {
    fc.assert(
      fc.property(fc.oneof(tied, distinct), ({ rows, k }) => {
        const { threshold } = picked(select, rows, k);
        rows.forEach((row, r) => {
          const sorted = Float32Array.from(row).sort().reverse();
          const middle = Math.fround(((sorted[k - 1] as number) + (sorted[k] as number)) / 2);
          expect(Math.abs((threshold[r] as number) - middle)).toBeLessThanOrEqual(
            1e-6 * (1 + Math.abs(middle)),
          );
        });
      }),
      { seed: 1 },
    );
  });

  it('gives ties to the lower index', () => {
    expect(picked(select, [[1, 3, 1, 1, 2, 1]], 4).mask).toEqual([1, 1, 1, 0, 1, 0]);
    expect(picked(select, [[0, 0, 0, 0]], 2)).toEqual({ mask: [1, 1, 0, 0], threshold: [0] });
  });

  it.each([NaN, -NaN])('has at least k NaN for a row with a NaN, and the next row as ever', (wrong) => {
    for (let at = 0; at < 5; at++) {
      const row = [0.5, -1, 2, 0, 1];
      row[at] = wrong;
      for (const k of [1, 2, 4]) {
        const { mask, threshold } = picked(select, [row, [3, 1, 2, 5, 4], [0.5, -1, 2, 0, 1]], k);
        expect(mask.slice(0, 5).filter(Number.isNaN).length).toBeGreaterThanOrEqual(k);
        expect(threshold[0]).toBeNaN();
        const rest = picked(
          select,
          [
            [3, 1, 2, 5, 4],
            [0.5, -1, 2, 0, 1],
          ],
          k,
        );
        expect([mask.slice(5), threshold.slice(1)]).toEqual([rest.mask, rest.threshold]);
      }
    }
  });

  it('treats −0 and 0 as a tie', () => {
    expect(picked(select, [[-0, 0, -0, 0]], 2).mask.filter((bit) => bit === 1)).toHaveLength(2);
  });

  it('leaves two tensors, mask and threshold', () => {
    const scores = tf.tensor2d([[1, 2, 3]]);
    const left = tensorsLeftBy(() => {
      const { mask, threshold } = select(scores, 1);
      expect([mask.shape, threshold.shape]).toEqual([
        [1, 3],
        [1, 1],
      ]);
    });
    expect(left).toBe(2);
    scores.dispose();
  });
});

it('picks the same on the host, by rank, by sorting and on the kernels', () => {
  fc.assert(
    fc.property(fc.oneof(tied, distinct), ({ rows, k }) => {
      expect(picked(topKByRank, rows, k).mask).toEqual(picked(topKOnHost, rows, k).mask);
      expect(picked(topKBySorting, rows, k).mask).toEqual(picked(topKOnHost, rows, k).mask);
      expect(picked(onKernels, rows, k)).toEqual(picked(topKOnHost, rows, k));
    }),
    { seed: 1 },
  );
});

it('is that of the host or the kernels on wasm', async () => {
  await useBackend('wasm');
  const rows = [[0.5, -1, 0.25]];
  expect(picked(topKMask, rows, 2)).toEqual(picked(topKOnHost, rows, 2));
});
