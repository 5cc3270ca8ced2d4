import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onArrays } from '../test/arrays.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const sizes = [0, 1, 2, 3, 4, 7, 16, 33, 1001];

describe('Adam', () => {
  it.each(sizes)('moves %i parameters as the algorithm says', (n) => {
    const [p, g, m] = [numbers(1, n), numbers(2, n, 3), numbers(3, n)];
    const v = numbers(4, n).map(Math.abs);
    const { after } = onArrays(kernels, { p, g, m, v }, (at) => {
      kernels.run.adamStep(n, at.p, at.g, at.m, at.v, 0.9, 0.999, 0.01, 1e-8, 0.5);
    });
    const m1 = Float64Array.from(m, (x, i) => 0.9 * x + 0.1 * 0.5 * g[i]!);
    const v1 = Float64Array.from(v, (x, i) => 0.999 * x + 0.001 * (0.5 * g[i]!) ** 2);
    expectClose(after.m, m1, 2e-7);
    expectClose(after.v, v1, 2e-7);
    expectClose(after.p, Float64Array.from(p, (x, i) => x - (0.01 * m1[i]!) / (Math.sqrt(v1[i]!) + 1e-8)), 5e-7); // prettier-ignore
    expect(after.g).toEqual(g);
  });

  it('leaves a parameter that never had a gradient, and hands NaN on', () => {
    const { after } = onArrays(
      kernels,
      {
        p: Float32Array.of(2, 2),
        g: Float32Array.of(0, NaN),
        m: new Float32Array(2),
        v: new Float32Array(2),
      },
      (at) => {
        kernels.run.adamStep(2, at.p, at.g, at.m, at.v, 0.9, 0.999, 0.01, 1e-8, 1);
      },
    );
    expect([...after.p]).toEqual([2, NaN]);
  });
});

describe('sums', () => {
  it.each(sizes)('adds %i squares in 64 bits', (n) => {
    const g = numbers(5, n, 100);
    const { result } = onArrays(kernels, { g }, (at) => kernels.run.sumOfSquares(n, at.g));
    const expected = g.reduce((sum, x) => sum + x * x, 0);
    expect(Math.abs(result - expected)).toBeLessThanOrEqual(1e-13 * expected);
  });

  it('does not overflow where 32 bits would', () => {
    const { result } = onArrays(kernels, { g: Float32Array.of(1e30, 1e30) }, (at) =>
      kernels.run.sumOfSquares(2, at.g),
    );
    expect(result / 2e60).toBeCloseTo(1, 6);
  });

  it.each(sizes)('scales and adds %i numbers', (n) => {
    const [a, b, y] = [numbers(6, n), numbers(7, n), numbers(8, n)];
    const { after } = onArrays(kernels, { a, b, scaled: y, added: y, multiplied: y }, (at) => {
      kernels.run.scaleInto(n, at.a, 3, at.scaled);
      kernels.run.addInto(n, at.a, at.added);
      kernels.run.mulAddInto(n, at.a, at.b, at.multiplied);
    });
    expectClose(
      after.scaled,
      a.map((x) => 3 * x),
      0,
    );
    expectClose(
      after.added,
      y.map((x, i) => x + a[i]!),
      0,
    );
    expectClose(
      after.multiplied,
      y.map((x, i) => x + Math.fround(a[i]! * b[i]!)),
      0,
    );
  });
});
