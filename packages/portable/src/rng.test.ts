import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from './rng.ts';

const take = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);

describe('frozen draws, on which every recorded result rests', () => {
  it('draws these words from seed 1', () => {
    const rng = createRng(1);
    expect(take(6, () => rng.uint32())).toEqual([
      4038082664, 333664521, 809119816, 1405048496, 2246734004, 3612772101,
    ]);
  });

  it('draws these uniform numbers from seed 1', () => {
    const rng = createRng(1);
    expect(take(3, () => rng.uniform())).toEqual([
      0.9401893858047405, 0.1883878876285483, 0.5231085244662044,
    ]);
  });

  it('draws these words from the stream "init" of seed 1', () => {
    const rng = createRng(1).fork('init');
    expect(take(4, () => rng.uint32())).toEqual([1208484247, 1093954820, 1108613434, 658687259]);
  });

  it('draws these normal numbers from seed 1', () => {
    const rng = createRng(1);
    expect(take(4, () => rng.normal())).toEqual([
      0.1008039974690533, 1.3633054847488613, 0.8786377255532821, -0.5007091523461656,
    ]);
  });

  it('draws this permutation from seed 1', () => {
    expect([...createRng(1).permutation(12)]).toEqual([0, 7, 10, 9, 11, 2, 1, 4, 5, 6, 3, 8]);
  });

  it('draws these integers below 10 from seed 4294967295, the largest', () => {
    const rng = createRng(4294967295);
    expect(take(8, () => rng.integer(10))).toEqual([7, 5, 3, 2, 4, 9, 0, 2]);
  });
});

describe('streams', () => {
  it('do not depend on the draws made before the fork', () => {
    const untouched = createRng(7).fork('data');
    const parent = createRng(7);
    parent.uniform();
    parent.normal();
    parent.fork('other').uint32();
    const late = parent.fork('data');
    expect(take(5, () => late.uint32())).toEqual(take(5, () => untouched.uint32()));
  });

  it('leave their parent as it was', () => {
    const alone = createRng(7);
    const parent = createRng(7);
    parent.fork('data').uint32();
    expect(take(5, () => parent.uint32())).toEqual(take(5, () => alone.uint32()));
  });

  it('carry their path', () => {
    expect(createRng(7).fork('init').fork('router').path).toBe('7/init/router');
  });

  it('of different labels or seeds begin differently', () => {
    const first = new Set<number>();
    for (let seed = 1; seed <= 50; seed++) {
      for (let label = 0; label < 50; label++) first.add(createRng(seed).fork(String(label)).uint32());
    }
    // 2500 words out of 2^32 collide with a chance below 1e-3.
    expect(first.size).toBe(2500);
  });
});

describe('draws', () => {
  it('of integers stay in range and reach both ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4294967295 }), fc.integer({ min: 1, max: 12 }), (seed, bound) => {
        const rng = createRng(seed);
        const drawn = take(400, () => rng.integer(bound));
        expect(drawn.every(Number.isInteger)).toBe(true);
        expect(Math.min(...drawn)).toBe(0);
        expect(Math.max(...drawn)).toBe(bound - 1);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('of integers are unbiased where a plain remainder is not', () => {
    // With bound 3·2^30 a plain remainder would give the lowest third twice as often as the others: share 1/2.
    const rng = createRng(5);
    const bound = 3 * 2 ** 30;
    const low = take(30_000, () => rng.integer(bound)).filter((n) => n < bound / 3).length;
    expect(Math.abs(low / 30_000 - 1 / 3)).toBeLessThan(0.015);
  });

  it('of uniform numbers have mean 1/2 and variance 1/12 within five standard errors', () => {
    const rng = createRng(2);
    const n = 40_000;
    const drawn = take(n, () => rng.uniform());
    const mean = drawn.reduce((a, b) => a + b) / n;
    const variance = drawn.reduce((a, b) => a + (b - 0.5) ** 2, 0) / n;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / n));
    expect(drawn.every((u) => u >= 0 && u < 1)).toBe(true);
  });

  it('of normal numbers have mean 0, variance 1 and fourth moment 3 within five standard errors', () => {
    const rng = createRng(2);
    const n = 40_000;
    const drawn = take(n, () => rng.normal());
    const moment = (k: number): number => drawn.reduce((sum, z) => sum + z ** k, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  });

  it('of permutations are permutations, all equally likely', () => {
    const rng = createRng(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const drawn = rng.permutation(3).join('');
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
    // Five standard deviations of a binomial count with mean 1000.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * 29);
  });
});

it.each([0, -1, 1.5, NaN, 2 ** 32])('refuses %s as a seed', (seed) => {
  expect(() => createRng(seed)).toThrow(RangeError);
});
