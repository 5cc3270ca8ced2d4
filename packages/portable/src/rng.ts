/**
 * Seeded random numbers in named random streams.
 *
 * Generator: xoshiro128++ (Blackman & Vigna, 2021), state seeded by SplitMix32 of a 32-bit hash. A random stream is
 * identified by its path of labels (`seed/init/router`), hashed with FNV-1a and a murmur3 finaliser; so a draw
 * added in one stream never shifts another, and the order in which streams are forked does not matter.
 * All arithmetic is on 32-bit integers: the same numbers on every engine. Golden values stand in the test.
 */
import { ln } from './elementary.ts';

/** A random stream: pseudo-random numbers, one after the other. Create the root with `createRng(seed)`, then `fork` by purpose. */
export interface Rng {
  /** Path of this random stream, for messages: `7/init/router`. */
  readonly path: string;
  /** An independent random stream, a function of this one's path and the label only (not of draws made so far). */
  fork(label: string): Rng;
  /** Uniform 32-bit unsigned integer. */
  uint32(): number;
  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number;
  /** Uniform integer in [0, bound), unbiased. bound is an integer in [1, 2^32]. */
  integer(bound: number): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** A uniformly random permutation of 0 … n−1 (Fisher–Yates). */
  permutation(n: number): Int32Array;
}

/** Root random stream of a run. Seeds are integers ≥ 1, below 2^32. Throws RangeError otherwise. */
export function createRng(seed: number): Rng {
  if (!Number.isInteger(seed) || seed < 1 || seed >= 2 ** 32) {
    throw new RangeError(`seed: expected an integer in [1, 2^32), got ${String(seed)}`);
  }
  return randomStream(String(seed));
}

function randomStream(path: string): Rng {
  let [s0, s1, s2, s3] = seedState(hash(path));
  let spare: number | undefined;

  function uint32(): number {
    const result = (rotl((s0 + s3) | 0, 7) + s0) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotl(s3, 11);
    return result;
  }

  function uniform(): number {
    return (uint32() * 2097152 + (uint32() >>> 11)) / 9007199254740992;
  }

  function integer(bound: number): number {
    const limit = 4294967296 - (4294967296 % bound);
    let draw = uint32();
    while (draw >= limit) draw = uint32();
    return draw % bound;
  }

  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * ln(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  }

  function permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = integer(i + 1);
      const swap = order[i]!;
      order[i] = order[j]!;
      order[j] = swap;
    }
    return order;
  }

  return {
    path,
    fork: (label) => randomStream(`${path}/${label}`),
    uint32,
    uniform,
    integer,
    normal,
    permutation,
  };
}

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

/** FNV-1a over UTF-16 code units, then murmur3's 32-bit finaliser. Fixed forever. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** SplitMix32. `mix` is a bijection, so at most one of the four words is 0: never the forbidden all-zero state. */
function seedState(seed: number): [number, number, number, number] {
  const word = (i: number): number => mix(seed + Math.imul(i, 0x9e3779b9)) | 0;
  return [word(1), word(2), word(3), word(4)];
}
