import { cosPi, createRng } from '@dsrnn/portable';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  autoregression,
  delayedProduct,
  drawSystem,
  drivenSine,
  finiteResponse,
} from './dynamical-systems.ts';
import type { System } from './dynamical-systems.ts';

const answer = (system: System, ...u: number[]): number[] => [...system(Float64Array.from(u))];
const impulse = (length: number): Float64Array => Float64Array.from({ length }, (_, t) => (t === 0 ? 1 : 0));

describe('the systems', () => {
  it('multiply two past inputs', () => {
    expect(answer(delayedProduct(0, 2), 2, 3, 5, 7, 11)).toEqual([0, 0, 10, 21, 55]);
    expect(answer(delayedProduct(1, 2), 2, 3, 5, 7, 11)).toEqual([0, 0, 6, 15, 35]);
  });

  it('convolve with the taps of a filter', () => {
    expect(answer(finiteResponse([1, 10, 100]), 1, 2, 3, 4)).toEqual([1, 12, 123, 234]);
    const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(numbers, numbers, (taps, u) => {
        const direct = new Array<number>(u.length).fill(0);
        taps.forEach((tap, k) =>
          u.forEach((value, t) => t + k < u.length && (direct[t + k]! += tap * value)),
        );
        expect(answer(finiteResponse(taps), ...u)).toEqual(direct);
      }),
    );
  });

  it('answer an impulse by r^t sin((t+1) π θ) / sin(π θ) if autoregressive', () => {
    const [r, theta] = [0.8, 0.3];
    const y = autoregression(2 * r * cosPi(theta), -r * r)(impulse(30));
    const sinPi = (x: number): number => cosPi(x - 0.5);
    y.forEach((value, t) => {
      expect(value).toBeCloseTo((r ** t * sinPi((t + 1) * theta)) / sinPi(theta), 12);
    });
  });

  it('swing evenly without input, and faster or slower with it', () => {
    // Steps of a quarter of a half turn from a quarter on: cos π (1/2, 3/4, 1).
    const [a, b, c] = answer(drivenSine(0.25, 0.25), 0, 0, 0);
    expect(a).toBeCloseTo(0, 12);
    expect(b).toBeCloseTo(-Math.SQRT1_2, 12);
    expect(c).toBeCloseTo(-1, 12);
    // u = 2 doubles the step, u = −2 stops it.
    expect(answer(drivenSine(0.5, 0), 2, -2)).toEqual([-1, -1]);
  });
});

describe('drawn systems', () => {
  it('are stable: their answer to an impulse dies out', () => {
    const seeds = fc.integer({ min: 1, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(seeds, fc.nat(200), (seed, round) => {
        const y = drawSystem(4 * round + 1, createRng(seed))(impulse(400));
        // Poles of modulus at most 0.9 and an angle of at least π/10 give at most 0.9^t / sin(π/10).
        y.forEach((value, t) => expect(Math.abs(value)).toBeLessThan((0.9 ** t / 0.3) * 1.0001));
        expect(Math.abs(y[0]!)).toBe(1);
      }),
      { numRuns: 50 },
    );
  });

  it('are filters of five taps with a sum of squares of 1', () => {
    const y = drawSystem(6, createRng(3))(impulse(9));
    expect(y.reduce((sum, tap) => sum + tap * tap, 0)).toBeCloseTo(1, 12);
    expect([...y].map((tap) => (tap === 0 ? '0' : 'x')).join('')).toBe('xxxxx0000');
  });

  it('use each of the 28 pairs of delays once in 112 tasks, then again', () => {
    // u_t = 1000 + t tells both delays: at t = 7, product (1007 − near)(1007 − far).
    const u = Float64Array.from({ length: 8 }, (_, t) => 1000 + t);
    const products = (from: number) =>
      Array.from({ length: 28 }, (_, k) => drawSystem(4 * (from + k) + 3, createRng(5))(u)[7]!);
    const pairs = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((far) =>
      Array.from({ length: far }, (_, near) => (1007 - near) * (1007 - far)),
    );
    expect(products(0).sort()).toEqual(pairs.sort());
    expect(products(28).sort()).toEqual(pairs.sort());
  });
});
