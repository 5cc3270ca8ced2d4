import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosPi, exp, ln, sigmoid } from './elementary.ts';

// The engine's functions are the reference here: they may differ by an ulp between engines, not by more.
const relative = (actual: number, expected: number): number =>
  actual === expected ? 0 : Math.abs((actual - expected) / expected);
const check = (arbitrary: fc.Arbitrary<number>, property: (x: number) => void): void =>
  fc.assert(fc.property(arbitrary, property), { numRuns: 2000, seed: 1 });

describe('ln', () => {
  it('is within 1e-15 of the engine over all positive doubles', () => {
    check(fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true }), (x) => {
      expect(relative(ln(x), Math.log(x))).toBeLessThanOrEqual(1e-15);
    });
  });

  it('is within 1e-15 close to 1, where the result is small', () => {
    check(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => {
      expect(relative(ln(x), Math.log(x))).toBeLessThanOrEqual(1e-15);
    });
  });

  it('lifts denormals', () => {
    expect(relative(ln(5e-324), -744.4400719213812)).toBeLessThanOrEqual(1e-15);
    expect(relative(ln(2e-310), Math.log(2e-310))).toBeLessThanOrEqual(1e-15);
  });

  it.each([
    [0, -Infinity],
    [-0, -Infinity],
    [Infinity, Infinity],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
    [1, 0],
    [Number.MAX_VALUE, 709.782712893384],
  ])('of %d is %d', (x, expected) => {
    expect(ln(x)).toBe(expected);
  });
});

describe('exp', () => {
  it('is within 1e-15 of the engine where the result is a normal number', () => {
    check(fc.double({ min: -708, max: 709.7, noNaN: true }), (x) => {
      expect(relative(exp(x), Math.exp(x))).toBeLessThanOrEqual(1e-15);
    });
  });

  it('gives denormals to their last bit but one', () => {
    for (const x of [-709, -720, -740, -745]) {
      expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(Math.max(5e-324, 1e-15 * Math.exp(x)));
    }
  });

  it.each([
    [0, 1],
    [-0, 1],
    [Infinity, Infinity],
    [-Infinity, 0],
    [710, Infinity],
    [-746, 0],
    [NaN, NaN],
  ])('of %d is %d', (x, expected) => {
    expect(exp(x)).toBe(expected);
  });

  it('undoes ln', () => {
    check(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (x) => {
      // An error of one ulp in ln x ≤ 14 is at most 2e-15 of x.
      expect(relative(exp(ln(x)), x)).toBeLessThanOrEqual(4e-15);
    });
  });
});

describe('cosPi', () => {
  it('is within 1e-15 of the engine on a period', () => {
    check(fc.double({ min: -1, max: 1, noNaN: true }), (x) => {
      expect(Math.abs(cosPi(x) - Math.cos(Math.PI * x))).toBeLessThanOrEqual(1e-15);
    });
  });

  it('is even and has period 2', () => {
    check(fc.integer({ min: 0, max: 4096 }), (n) => {
      const x = n / 1024;
      expect(cosPi(-x)).toBe(cosPi(x));
      expect(cosPi(x + 2)).toBe(cosPi(x));
    });
  });

  it.each([
    [0, 1],
    [1, -1],
    [2 ** 60, 1],
    [Infinity, NaN],
    [NaN, NaN],
  ])('of %d is %d', (x, expected) => {
    expect(cosPi(x)).toBe(expected);
  });

  it('is close to 0 at one half and exact to 1e-15 at one third', () => {
    expect(Math.abs(cosPi(0.5))).toBeLessThan(1e-15);
    expect(Math.abs(cosPi(1 / 3) - 0.5)).toBeLessThan(1e-15);
  });
});

describe('sigmoid', () => {
  it('is within 1e-15 of the quotient that does not overflow', () => {
    check(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      const expected = x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
      expect(relative(sigmoid(x), expected)).toBeLessThanOrEqual(1e-15);
    });
  });

  it.each([
    [0, 0.5],
    [Infinity, 1],
    [-Infinity, 0],
    [1e308, 1],
    [-1e308, 0],
    [NaN, NaN],
  ])('of %d is %d', (x, expected) => {
    expect(sigmoid(x)).toBe(expected);
  });
});
