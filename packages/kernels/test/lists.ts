/** Active lists for tests. */
import { uniform } from './numbers.ts';

/** An index that no array has: reading there fails. */
const NOWHERE = 0x3fffffff;

/** Ascending lists of indices below n, `stride` entries a sample. */
export interface Lists {
  readonly n: number;
  readonly stride: number;
  readonly list: Int32Array;
  readonly counts: Int32Array;
  readonly indices: readonly (readonly number[])[];
}

/** One list a sample: sample b keeps each index with probability shares[b]; 0 empty, 1 all, -1 a single one. */
export function activeLists(seed: number, n: number, shares: readonly number[], stride = n): Lists {
  const draw = uniform(seed);
  const indices = shares.map((share) => {
    const single = Math.floor(draw() * n);
    const all = Array.from({ length: n }, (_, i) => i);
    return share < 0 ? [single] : all.filter(() => draw() < share);
  });
  const list = new Int32Array(shares.length * stride).fill(NOWHERE);
  indices.forEach((entries, b) => list.set(entries, b * stride));
  return { n, stride, list, counts: Int32Array.from(indices, ({ length }) => length), indices };
}

/** What a pointer of 0 stands for. */
export function everything(n: number, batch: number): Lists {
  return activeLists(
    1,
    n,
    Array.from({ length: batch }, () => 1),
  );
}
