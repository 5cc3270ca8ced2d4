/** Fixed orders in which the pixels of a 28 x 28 image are read. Two are published, and they are not comparable. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { DatasetError } from '../errors.ts';

/**
 * The published pixel orders. `random-92916`: numpy `RandomState(92916).permutation(784)`, used by expRNN
 * (Lezcano-Casado & Martinez-Rubio, 2019) and most papers on permuted sequential MNIST. `bit-reversal`: the order
 * used by the S4 code (Gu, Goel & Re, 2022). It keeps much local structure, so scores on the two differ.
 */
export const pixelPermutation = z.enum(['random-92916', 'bit-reversal']);
export type PixelPermutation = z.infer<typeof pixelPermutation>;

const table = z.strictObject({ provenance: z.string(), order: z.array(z.int()).length(784) });

/** The 784 pixel indices in reading order: step t sees pixel `order[t]` of the row-major image. */
export function pixelOrder(name: PixelPermutation): Int32Array {
  return name === 'bit-reversal' ? bitReversalOrder(784) : random92916();
}

/**
 * 0 … n−1 in bit-reversed order. n need not be a power of two: the order of the next power of two is taken and
 * entries ≥ n are dropped, as in the S4 code. For 784 that is the order of 1,024, of 10 bits.
 */
export function bitReversalOrder(n: number): Int32Array {
  let bits = 0;
  while (2 ** bits < n) bits += 1;
  const order = new Int32Array(n);
  let filled = 0;
  for (let i = 0; i < 2 ** bits; i++) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) reversed = (reversed << 1) | ((i >> bit) & 1);
    if (reversed < n) order[filled++] = reversed;
  }
  return order;
}

function random92916(): Int32Array {
  const url = new URL('../../data/permutation-92916.json', import.meta.url);
  const parsed = table.safeParse(JSON.parse(readFileSync(url, 'utf8')));
  if (!parsed.success) {
    throw new DatasetError(url.pathname, `damaged permutation table; restore it from the repository`);
  }
  return Int32Array.from(parsed.data.order);
}
