import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitReversalOrder, pixelOrder } from './permutation.ts';

describe('the random-92916 order', () => {
  it('starts with the published entries', () => {
    expect([...pixelOrder('random-92916').slice(0, 8)]).toEqual([319, 576, 323, 107, 355, 716, 197, 20]);
  });

  it('is what the Mersenne Twister of numpy gives for RandomState(92916).permutation(784)', () => {
    expect([...pixelOrder('random-92916')]).toEqual(numpyPermutation(92916, 784));
  });
});

describe('the bit-reversal order', () => {
  it('reverses 3 bits for 8 steps', () => {
    expect([...bitReversalOrder(8)]).toEqual([0, 4, 2, 6, 1, 5, 3, 7]);
  });

  it('drops the entries beyond the end when the length is no power of two', () => {
    expect([...bitReversalOrder(6)]).toEqual([0, 4, 2, 1, 5, 3]);
  });

  it('starts for 784 pixels as the 10-bit order without entries from 784 on', () => {
    // 10-bit reversals of 0 … 8 are 0, 512, 256, 768, 128, 640, 384, 896, 64; 896 is dropped.
    expect([...pixelOrder('bit-reversal').slice(0, 8)]).toEqual([0, 512, 256, 768, 128, 640, 384, 64]);
  });

  it('is a bijection for every length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (n) => {
        expect(new Set(bitReversalOrder(n)).size).toBe(n);
        expect(Math.max(...bitReversalOrder(n))).toBe(n - 1);
      }),
    );
  });
});

it.each(['random-92916', 'bit-reversal'] as const)('%s visits each of the 784 pixels once', (name) => {
  const visited = Int32Array.from(pixelOrder(name)).sort();
  expect([...visited]).toEqual(Array.from({ length: 784 }, (_, i) => i));
});

/**
 * MT19937 (Matsumoto & Nishimura, 1998) with numpy's legacy shuffle: for i from n − 1 down to 1, swap with a uniform
 * j ≤ i, drawn by masking 32-bit words and rejecting those above i.
 */
function numpyPermutation(seed: number, n: number): number[] {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    const previous = state[i - 1]!;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  let position = 624;
  const next = (): number => {
    if (position === 624) {
      for (let i = 0; i < 624; i++) {
        const word = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
        state[i] = state[(i + 397) % 624]! ^ (word >>> 1) ^ ((word & 1) * 0x9908b0df);
      }
      position = 0;
    }
    let y = state[position++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const mask = 2 ** (32 - Math.clz32(i)) - 1;
    let j = next() & mask;
    while (j > i) j = next() & mask;
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
