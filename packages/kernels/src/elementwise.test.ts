import { beforeAll, describe, expect, it } from 'vitest';
import type { Anything } from '../test/arrays.ts';
import { Guarded } from '../test/guarded.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './index.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

/** Runs `body` on blocks that hold the given numbers, and reads them back. */
function onBlocks(
  values: readonly ArrayLike<number>[],
  body: (pointers: Anything[]) => void,
): Float32Array[] {
  const memory = new Guarded(kernels);
  const pointers = values.map((numbers) => memory.put(numbers));
  body(pointers);
  const read = pointers.map((pointer) => memory.get(pointer));
  memory.close();
  return read;
}

const sizes = [0, 1, 3, 4, 7, 64];

describe.each(sizes)('over %d numbers', (n) => {
  const [x, y, z] = [numbers(1, n), numbers(2, n), numbers(3, n)];

  it('mulInto multiplies in place', () => {
    const [, product] = onBlocks([x, y], ([a, b]) => kernels.run.mulInto(n, a!, b!));
    expect([...product!]).toEqual([...x].map((value, i) => Math.fround(value * y[i]!)));
  });

  it('tanhBackward multiplies by 1 − y²', () => {
    const [, dx] = onBlocks([x, y], ([a, b]) => kernels.run.tanhBackward(n, a!, b!));
    dx!.forEach((value, i) => expect(value).toBeCloseTo(y[i]! * (1 - x[i]! * x[i]!), 6));
  });

  it('affineRows scales and shifts the columns of every row', () => {
    const rows = 3;
    const input = numbers(4, rows * n);
    const [, , , out] = onBlocks([input, x, y, new Float32Array(rows * n)], ([a, b, c, d]) =>
      kernels.run.affineRows(rows, n, a!, b!, c!, d!),
    );
    out!.forEach((value, i) => expect(value).toBeCloseTo(x[i % n]! * input[i]! + y[i % n]!, 6));
  });

  it('mulDifferenceInto adds d (fresh − old)', () => {
    const [start, d] = [numbers(5, n), numbers(6, n)];
    const [, , , out] = onBlocks([d, x, y, start], ([a, b, c, to]) =>
      kernels.run.mulDifferenceInto(n, a!, b!, c!, to!),
    );
    out!.forEach((value, i) => expect(value).toBeCloseTo(start[i]! + d[i]! * (x[i]! - y[i]!), 6));
  });

  it('a mask is parted by another, whose NaN and soft entries are inside', () => {
    const by = Float32Array.from(z, (value, i) => (i % 2 === 0 ? 0 : i === 1 ? NaN : value));
    const [, , inside, outside] = onBlocks(
      [x, by, new Float32Array(n).fill(9), new Float32Array(n).fill(9)],
      ([mask, other, a, b]) => kernels.run.splitMask(n, mask!, other!, a!, b!),
    );
    expect(inside).toEqual(x.map((value, i) => (by[i] === 0 ? 0 : value)));
    expect(outside).toEqual(x.map((value, i) => (by[i] === 0 ? value : 0)));
  });

  it.each([
    ['carried', 1],
    ['zeroed', 0],
  ])('states merge by a mask, inactive ones %s, with the gradients of differences', (_name, carry) => {
    const mask = Float32Array.from(z, (value, i) => (i % 3 === 0 ? 0 : i % 3 === 1 ? 1 : Math.abs(value)));
    const merged = (m: number, old: number, fresh: number): number =>
      carry === 1 ? old + m * (fresh - old) : m * fresh;
    const [, , , out] = onBlocks([mask, x, y, new Float32Array(n)], ([m, o, f, to]) =>
      kernels.run.mergeStates(n, m!, carry, o!, f!, to!),
    );
    out!.forEach((value, i) => {
      expect(value).toBeCloseTo(merged(mask[i]!, x[i]!, y[i]!), 6);
      if (mask[i] === 1) expect(value).toBe(y[i]);
    });
    const upstream = numbers(5, n);
    const [, , , dOld, dFresh, dMask] = onBlocks(
      [mask, x, y, upstream, new Float32Array(n), new Float32Array(n)],
      ([m, o, f, d, df, dm]) => kernels.run.mergeStatesBackward(n, m!, carry, o!, f!, d!, df!, dm!),
    );
    const e = 1e-4;
    upstream.forEach((g, i) => {
      const [m, o, f] = [mask[i]!, x[i]!, y[i]!];
      const slope = (at: (shift: number) => number): number => (g * (at(e) - at(-e))) / (2 * e);
      expect(dOld![i]).toBeCloseTo(
        slope((s) => merged(m, o + s, f)),
        5,
      );
      expect(dFresh![i]).toBeCloseTo(
        slope((s) => merged(m, o, f + s)),
        5,
      );
      expect(dMask![i]).toBeCloseTo(
        slope((s) => merged(m + s, o, f)),
        5,
      );
    });
  });
});
