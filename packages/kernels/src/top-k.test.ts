import { beforeAll, describe, expect, it } from 'vitest';
import { onArrays } from '../test/arrays.ts';
import { numbers, uniform } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function topK(rows: number, k: number, scores: Float32Array) {
  const n = scores.length / rows;
  const arrays = {
    scores,
    mask: new Float32Array(scores.length).fill(9),
    threshold: new Float32Array(rows),
    scratch: new Float32Array(n + 8),
  };
  const { after } = onArrays(kernels, arrays, (p) => {
    kernels.run.topK(rows, n, k, p.scores, p.mask, p.threshold, p.scratch);
  });
  expect(after.scores).toEqual(scores);
  return { mask: [...after.mask], threshold: [...after.threshold] };
}

/** By sorting: typed arrays sort -0 below 0 and NaN last; a row with NaN is NaN in as many entries as a mask has ones. */
function bySorting(rows: number, k: number, scores: Float32Array) {
  const n = scores.length / rows;
  const mask: number[] = [];
  const threshold: number[] = [];
  for (let r = 0; r < rows; r++) {
    const row = scores.subarray(r * n, (r + 1) * n);
    const order = row.slice().sort();
    if (Number.isNaN(order[n - 1])) {
      threshold.push(NaN);
      row.forEach((_, j) => mask.push(j < k ? NaN : 0));
      continue;
    }
    const kth = order[n - k]!;
    threshold.push(Math.fround((kth + order[n - k - 1]!) / 2));
    let open = k - row.filter((score) => score > kth).length;
    for (const score of row) mask.push(score > kth || (score === kth && open-- > 0) ? 1 : 0);
  }
  return { mask, threshold };
}

describe('top-k', () => {
  it('keeps the k largest and centres between the k-th and the next', () => {
    expect(topK(2, 2, Float32Array.of(1, 4, 3, 2, -1, -7, -2, -3))).toEqual({
      mask: [0, 1, 1, 0, 1, 0, 1, 0],
      threshold: [2.5, -2.5],
    });
  });

  it('gives ties to the lower index', () => {
    expect(topK(1, 3, Float32Array.of(5, 1, 5, 5, 5))).toEqual({ mask: [1, 0, 1, 1, 0], threshold: [5] });
  });

  it.each([2, 3, 4, 5, 7, 8, 31, 128, 257, 1024])('agrees with sorting for %i random scores', (n) => {
    for (const k of new Set([1, 2, Math.ceil(0.1 * n), Math.ceil(0.316 * n), n - 2, n - 1])) {
      if (k < 1 || k >= n) continue;
      const scores = numbers(n + k, 6 * n, 3);
      expect(topK(6, k, scores)).toEqual(bySorting(6, k, scores));
    }
  });

  it('agrees with sorting among ties, zeros of both signs, infinities, extremes and NaN', () => {
    const special = [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e-45, -1e-45, 3.4e38, -3.4e38, 1e-20];
    const draw = uniform(7);
    for (let round = 0; round < 400; round++) {
      const n = 2 + Math.floor(draw() * 20);
      const k = 1 + Math.floor(draw() * (n - 1));
      const kinds = 1 + Math.floor(draw() * special.length);
      const scores = Float32Array.from({ length: 2 * n }, () => special[Math.floor(draw() * kinds)]!);
      expect([...scores, topK(2, k, scores)]).toEqual([...scores, bySorting(2, k, scores)]);
    }
  });

  it('gives k NaN to a row with a NaN of either sign, and to no other row', () => {
    const bits = [0x3f800000, 0xffc00000, 0x40000000, 0x3f800000, 0, 0, 0x40000000, 0x3f800000];
    const scores = new Float32Array(new Uint32Array(bits).buffer);
    const [none, two] = [
      [NaN, NaN, 0, 0],
      [0, 0, 1, 1],
    ] as const;
    expect(topK(2, 2, scores)).toEqual({ mask: [...none, ...two], threshold: [NaN, 0.5] });
    expect(
      topK(
        2,
        2,
        scores.map((score) => -score),
      ).mask.slice(0, 4),
    ).toEqual(none);
    expect(topK(1, 3, Float32Array.of(1, 2, 3, NaN))).toEqual({ mask: [NaN, NaN, NaN, 0], threshold: [NaN] });
  });
});
