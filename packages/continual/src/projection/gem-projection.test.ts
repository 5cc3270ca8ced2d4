import { createRng, type Rng } from '@dsrnn/portable';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectAGem } from './agem-projection.ts';
import { dot } from './flat-vectors.ts';
import { projectGem } from './gem-projection.ts';

const normal = (n: number, rng: Rng, size = 1): Float32Array =>
  Float32Array.from({ length: n }, () => size * rng.normal());

/** A gradient and `count` constraints that it violates in part, of length 40. */
function problem(count: number, seed: number, size = 1): { g: Float32Array; constraints: Float32Array[] } {
  const rng = createRng(seed);
  const g = normal(40, rng, size);
  const constraints = Array.from({ length: count }, () => normal(40, rng, size));
  if (constraints.every((constraint) => dot(g, constraint) >= 0)) {
    constraints[0] = constraints[0]!.map((value) => -value);
  }
  return { g, constraints };
}

/** Largest breach of the optimality conditions of min ½ v'Hv + p'v, v ≥ margin: of slope ≥ 0, v ≥ margin, slope (v − margin) = 0. */
function optimalityResidual(
  g: Float32Array,
  constraints: readonly Float32Array[],
  v: Float64Array,
  margin: number,
  ridge: number,
): number {
  const slopes = constraints.map((a, k) =>
    constraints.reduce((sum, b, j) => sum + dot(a, b) * v[j]!, dot(a, g) + ridge * v[k]!),
  );
  return Math.max(
    ...slopes.flatMap((slope, k) => [-slope, margin - v[k]!, Math.abs(slope * (v[k]! - margin))]),
  );
}

describe('the projection of GEM', () => {
  for (const margin of [0, 0.5]) {
    it(`meets the optimality conditions of its program for 1 to 19 constraints, margin ${String(margin)}`, () => {
      const counts = fc.integer({ min: 1, max: 19 });
      fc.assert(
        fc.property(counts, fc.integer({ min: 1, max: 1e6 }), (count, seed) => {
          const { g, constraints } = problem(count, seed);
          const { multipliers } = projectGem(g, constraints, { margin, ridge: 1e-3 });
          expect(optimalityResidual(g, constraints, multipliers!, margin, 1e-3)).toBeLessThan(1e-6);
        }),
      );
    });
  }

  it('is g plus the constraints, each by its multiplier', () => {
    const { g, constraints } = problem(3, 5);
    const { values, multipliers } = projectGem(g, constraints, { margin: 0.5, ridge: 1e-3 });
    const [a, b, c] = constraints as [Float32Array, Float32Array, Float32Array];
    const [u, v, w] = multipliers! as unknown as [number, number, number];
    values.forEach((value, i) => expect(value).toBeCloseTo(g[i]! + u * a[i]! + v * b[i]! + w * c[i]!, 5));
  });

  it('gives this by hand: g = (1, −1), g_1 = (0, 2), margin ½, no ridge', () => {
    // The free minimum is v = −<g, g_1>/|g_1|² = 2/4, just the margin: g' = (1, −1) + ½ (0, 2).
    const { values, multipliers } = projectGem(Float32Array.of(1, -1), [Float32Array.of(0, 2)], {
      margin: 0.5,
      ridge: 0,
    });
    expect(multipliers![0]).toBeCloseTo(0.5, 10);
    expect([...values]).toEqual([1, 0]);
  });

  it('leaves a gradient that violates nothing as it is, whatever the margin', () => {
    const g = Float32Array.of(1, 2, 3);
    const { values, multipliers } = projectGem(g, [Float32Array.of(1, 0, 0), Float32Array.of(3, 0, -1)], {
      margin: 0.5,
      ridge: 1e-3,
    });
    expect(values).toBe(g);
    expect(multipliers).toBeNull();
    expect(projectGem(g, [], { margin: 0.5, ridge: 1e-3 }).values).toBe(g);
  });

  it('is the closed form of A-GEM for one constraint without margin and ridge', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { g, constraints } = problem(1, seed);
        const { values } = projectGem(g, constraints, { margin: 0, ridge: 0 });
        const closed = projectAGem(g, constraints[0]!);
        values.forEach((value, i) => expect(Math.abs(value - closed[i]!)).toBeLessThan(1e-6));
      }),
    );
  });

  it('opposes no constraint, for gradients of any size, as the ridge vanishes', () => {
    const sizes = fc.constantFrom(1e-6, 1e-3, 1, 1e3, 1e8);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 19 }),
        fc.integer({ min: 1, max: 1e6 }),
        sizes,
        (n, seed, size) => {
          const { g, constraints } = problem(n, seed, size);
          const { values } = projectGem(g, constraints, { margin: 0, ridge: 0 });
          for (const constraint of constraints) {
            const scale = Math.sqrt(dot(constraint, constraint) * dot(g, g));
            expect(dot(values, constraint)).toBeGreaterThan(-1e-6 * scale);
          }
        },
      ),
    );
  });

  it('copes with constraints that are the same, nearly so, opposite, or more than there are dimensions', () => {
    const ridges = fc.constantFrom(0, 1e-3);
    const factors = fc.array(fc.constantFrom(1, 1 + 1e-7, -1, 2, 0, 1e4), { minLength: 19, maxLength: 19 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        factors,
        ridges,
        fc.constantFrom(0, 0.5),
        (seed, list, ridge, margin) => {
          const rng = createRng(seed);
          const g = normal(5, rng);
          const base = [normal(5, rng), normal(5, rng)];
          const constraints = list.map((factor, k) => base[k % 2]!.map((value) => factor * value));
          const { values } = projectGem(g, constraints, { margin, ridge });
          expect(values.every(Number.isFinite)).toBe(true);
        },
      ),
    );
  });

  it('copes with a memory whose gradient is zero', () => {
    const g = Float32Array.of(1, -1);
    const zero = Float32Array.of(0, 0);
    for (const ridge of [0, 1e-3]) {
      const { values } = projectGem(g, [zero, Float32Array.of(0, 1)], { margin: 0, ridge });
      expect(values[0]).toBe(1);
      expect(Math.abs(values[1]!)).toBeLessThan(2e-3);
      expect(projectGem(g, [zero], { margin: 0.5, ridge }).values).toBe(g);
    }
  });

  it('gives a gradient that is not finite back', () => {
    const g = Float32Array.of(NaN, 1);
    expect(projectGem(g, [Float32Array.of(1, 1)], { margin: 0, ridge: 0 }).values).toBe(g);
    const finite = Float32Array.of(-1, 1);
    expect(projectGem(finite, [Float32Array.of(Infinity, 1)], { margin: 0, ridge: 0 }).values).toBe(finite);
  });
});

describe('the projection of A-GEM', () => {
  it('takes away what opposes the reference, by hand', () => {
    // <g, r> = −4, <r, r> = 4: g' = (3, −2) + (0, 2).
    expect([...projectAGem(Float32Array.of(3, -2), Float32Array.of(0, 2))]).toEqual([3, 0]);
  });

  it('leaves a gradient that does not oppose the reference, or a reference of zero, as it is', () => {
    const g = Float32Array.of(3, 2);
    expect(projectAGem(g, Float32Array.of(0, 2))).toBe(g);
    expect(projectAGem(g, Float32Array.of(0, 0))).toBe(g);
  });
});
