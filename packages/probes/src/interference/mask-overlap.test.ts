import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { correlation, unitUse, useOverlap, type UnitUse } from './mask-overlap.ts';

const use = (...mask: readonly number[]): UnitUse => unitUse(Uint8Array.from(mask), 4);

describe('the use of units', () => {
  it('is the share of steps', () => {
    expect([...use(1, 0, 0, 1, 1, 0, 1, 0).frequency]).toEqual([1, 0, 0.5, 0.5]);
  });
});

describe('the overlap of two examples', () => {
  it('is 1 for equal use', () => {
    expect(useOverlap(use(1, 1, 0, 0), use(1, 1, 0, 0))).toBeCloseTo(1, 14);
  });

  it('is as worked by hand', () => {
    // J = 1/3. At chance E = 2·2/4 = 1, J₀ = 1/3: two of four share one of four by chance, and so do these.
    expect(useOverlap(use(1, 1, 0, 0), use(0, 1, 1, 0))).toBeCloseTo(0, 14);
    // J = 0, J₀ = 1/3: (0 − 1/3)/(2/3).
    expect(useOverlap(use(1, 1, 0, 0), use(0, 0, 1, 1))).toBeCloseTo(-1 / 2, 14);
  });

  it('at chance is the expectation over all relabellings, also of frequencies', () => {
    const [a, b] = [use(1, 0, 0, 1, 1, 0, 1, 0), use(0, 1, 0, 1, 0, 1, 0, 0)];
    let least = 0;
    for (const f of a.frequency) for (const g of b.frequency) least += Math.min(f, g) / 4;
    const [sharedNow, total] = [0.5, 3.5]; // Σ min: only the last unit; Σ f_a + Σ f_b = 2 + 1.5
    const chance = least / (total - least);
    const expected = (sharedNow / (total - sharedNow) - chance) / (1 - chance);
    expect(useOverlap(a, b)).toBeCloseTo(expected, 14);
  });

  it('does not exist where both use all units', () => {
    expect(useOverlap(use(1, 1, 1, 1), use(1, 1, 1, 1))).toBeNull();
  });
});

describe('the correlation', () => {
  it('is as worked by hand', () => {
    // Deviations −1, 0, 1 and −1, 2, −1: 0. With −1, −1, 2: (1 + 2)/√(2·6).
    expect(correlation([1, 2, 3], [0, 3, 0])).toBeCloseTo(0, 14);
    expect(correlation([1, 2, 3], [0, 0, 3])).toBeCloseTo(3 / Math.sqrt(12), 14);
    expect(correlation([1, 2, 3], [5, 4, 3])).toBeCloseTo(-1, 14);
  });

  it('does not exist where one side is constant, up to rounding', () => {
    expect(correlation([0.1 + 0.2, 0.3, 0.3], [1, 2, 3])).toBeNull();
    expect(correlation([1, 2, 3], [0, 0, 0])).toBeNull();
    expect(correlation([], [])).toBeNull();
  });

  it('is near 0 for independent numbers', () => {
    const rng = createRng(1);
    const draw = (): number[] => Array.from({ length: 2000 }, () => rng.normal());
    expect(Math.abs(correlation(draw(), draw()) as number)).toBeLessThan(5 / Math.sqrt(2000));
  });
});
