import { createRng, type Rng } from '@dsrnn/portable';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepBound, type StepSquares } from './step-bound.ts';

/** δ and u of one example's steps. */
interface Steps {
  readonly delta: readonly (readonly number[])[];
  readonly u: readonly (readonly number[])[];
}

function squaresOf({ delta, u }: Steps): StepSquares {
  const squares = (steps: readonly (readonly number[])[]): Float64Array =>
    Float64Array.from(steps.flatMap((step) => step.map((value) => value * value)));
  return { time: delta.length, rows: squares(delta), columns: squares(u) };
}

/** ⟨G_a, G_b⟩ from the gradients themselves. */
function innerOf(a: Steps, b: Steps): number {
  const gradient = ({ delta, u }: Steps): number[] => {
    const [rows, columns] = [delta[0]?.length ?? 0, u[0]?.length ?? 0];
    return Array.from({ length: rows * columns }, (_, at) =>
      delta.reduce(
        (sum, step, t) => sum + (step[Math.floor(at / columns)] ?? 0) * (u[t]?.[at % columns] ?? 0),
        0,
      ),
    );
  };
  const ofB = gradient(b);
  return gradient(a).reduce((sum, value, i) => sum + value * (ofB[i] ?? 0), 0);
}

const maskedSteps = (time: number, n: number, rng: Rng): number[][] =>
  Array.from({ length: time }, () =>
    Array.from({ length: n }, () => (rng.integer(2) === 0 ? 0 : rng.normal())),
  );

describe('theorem T2', () => {
  it('gives the bound worked by hand', () => {
    // One step each: δ share row 1 (2·3), u share column 0 (1·5).
    const a = { delta: [[1, 2]], u: [[1, 7]] };
    const b = { delta: [[0, 3]], u: [[5, 0]] };
    expect(stepBound(squaresOf(a), squaresOf(b))).toBeCloseTo(2 * 3 * 1 * 5, 12);
    expect(innerOf(a, b)).toBe(30);
  });

  it('adds up pairs of steps, of which those that do not meet add nothing', () => {
    const a = {
      delta: [
        [1, 0],
        [0, 2],
      ],
      u: [
        [3, 0],
        [4, 0],
      ],
    };
    const b = { delta: [[5, 0]], u: [[6, 0]] };
    expect(stepBound(squaresOf(a), squaresOf(b))).toBeCloseTo(1 * 5 * 3 * 6, 12);
  });

  it('is 0, as the inner product is, if no two steps share a row and a column', () => {
    // Over the union of steps they share both row 0 and column 0.
    const a = {
      delta: [
        [1, 0],
        [0, 1],
      ],
      u: [
        [0, 1],
        [1, 0],
      ],
    };
    const b = { delta: [[1, 0]], u: [[1, 0]] };
    expect(stepBound(squaresOf(a), squaresOf(b))).toBe(0);
    expect(innerOf(a, b)).toBe(0);
  });

  it('holds for random steps under random masks', () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 1, max: 4 }),
          fc.integer({ min: 1, max: 1e9 }),
        ),
        ([timeA, timeB, rows, columns, seed]) => {
          const rng = createRng(seed);
          const steps = (time: number): Steps => ({
            delta: maskedSteps(time, rows, rng),
            u: maskedSteps(time, columns, rng),
          });
          const [a, b] = [steps(timeA), steps(timeB)];
          const bound = stepBound(squaresOf(a), squaresOf(b));
          expect(Math.abs(innerOf(a, b))).toBeLessThanOrEqual(bound * (1 + 1e-12) + 1e-15);
        },
      ),
      { numRuns: 2000, seed: 3 },
    );
  });
});
