import { createRng } from '@dsrnn/portable';
import { selectExamples } from '@dsrnn/datasets';
import { describe, expect, it } from 'vitest';
import { createToyLearner, type ToyLearner } from '../../test/toy-learner.ts';
import { toyPart } from '../../test/toy-stream.ts';
import { taskTerm } from '../strategies/task-gradient.ts';
import { fisherDiagonal } from './fisher-diagonal.ts';
import { quadraticPenalty } from './quadratic-penalty.ts';

function learnerSomewhere(): ToyLearner {
  const learner = createToyLearner(2, 4);
  const rng = createRng(9);
  learner.weights.forEach((_, i) => (learner.weights[i] = 0.3 * rng.normal()));
  return learner;
}

/** Central difference of a function of the learner's parameters, by parameter i. */
function difference(learner: ToyLearner, i: number, of: () => number): number {
  const at = learner.weights[i]!;
  learner.weights[i] = at + 1e-5;
  const above = of();
  learner.weights[i] = at - 1e-5;
  const below = of();
  learner.weights[i] = at;
  return (above - below) / 2e-5;
}

describe('the diagonal of the empirical Fisher information', () => {
  it('is the mean of squared differences of single log-likelihoods', async () => {
    const learner = learnerSomewhere();
    const examples = toyPart(0, 1);
    const indices = [3, 8, 41];
    const diagonal = await fisherDiagonal(learner, examples, indices, 12);
    diagonal.forEach((value, i) => {
      const squares = indices.map((index) => {
        const one = [taskTerm(selectExamples(examples, [index]))];
        return difference(learner, i, () => learner.loss(one)) ** 2;
      });
      expect(value).toBeCloseTo((squares[0]! + squares[1]! + squares[2]!) / 3, 6);
    });
    expect(Math.max(...diagonal)).toBeGreaterThan(0.01);
  });
});

describe('the quadratic penalty', () => {
  const anchor = {
    parameters: Float32Array.from({ length: 12 }, (_, i) => i / 8),
    importance: Float64Array.from({ length: 12 }, (_, i) => (i % 5) / 4),
  };

  it('has the gradient that differences of its value give', async () => {
    const learner = learnerSomewhere();
    // 1/1024 keeps differences of parameters in float32 exact enough.
    const start = await learner.parameters();
    const { gradient } = quadraticPenalty(start, anchor, 3);
    const valueAt = (i: number, shift: number): number => {
      const moved = start.slice();
      moved[i]! += shift;
      return quadraticPenalty(moved, anchor, 3).value;
    };
    gradient.forEach((slope, i) => {
      expect((valueAt(i, 1 / 1024) - valueAt(i, -1 / 1024)) * 512).toBeCloseTo(slope, 3);
    });
  });

  it('is half of strength, importance and squared distance, by hand', () => {
    const { value, gradient } = quadraticPenalty(
      Float32Array.of(3, 1),
      { parameters: Float32Array.of(1, 0), importance: Float64Array.of(2, 0) },
      10,
    );
    expect(value).toBe(40); // 10/2 · 2 · 2²
    expect([...gradient]).toEqual([40, 0]);
  });
});
