import { beforeAll, describe, expect, it } from 'vitest';
import { numbersOf, toyMode } from '../../../test/toys.ts';
import { useBackend } from '../../backends/backend.ts';
import { routerConfig } from '../../methods/router-config.ts';
import { tf } from '../../tensor/tf.ts';
import { estimatorConfig, estimatorDefinition } from '../estimators/registry.ts';
import type { RouterInput } from '../routers/router-input.ts';
import type { RouterValues } from '../routers/router.ts';
import { routedMasks, type RoutedMasks } from './routed-masks.ts';

beforeAll(() => useBackend('wasm'));

const [BATCH, FEATURES, UNITS] = [4, 3, 6];

/** Settings of a router with a given input. */
const reads = (input: RouterInput): RoutedMasks['input'] => ({ ...routerConfig.parse({}), input });

/** A request whose scores are a given tensor `[batch, features + units]`. */
function request(scores: tf.Tensor2D, overrides: Partial<RoutedMasks> = {}): RoutedMasks {
  return {
    parameters: {} as RouterValues, // nothing reads them where `score` is given
    score: () => scores,
    input: reads('x'),
    estimator: estimatorDefinition('top-k-ste'),
    estimatorConfig: estimatorConfig.parse({ kind: 'top-k-ste' }),
    features: FEATURES,
    units: UNITS,
    maskInputs: true,
    budget: { x: 1, h: 2 },
    softBudget: null,
    balanceWeight: 0,
    mode: toyMode(),
    ...overrides,
  };
}
const x = (): tf.Tensor2D => tf.zeros([BATCH, FEATURES]);
const h = (): tf.Tensor2D => tf.zeros([BATCH, UNITS]);
const skewed = (): tf.Tensor2D =>
  tf.tensor2d(Array.from({ length: BATCH }, () => [3, 2, 1, 3, 2, 1, 0, -1, -2]));

describe('routed masks', () => {
  it('split the scores into those of inputs and those of units', () => {
    tf.tidy(() => {
      const masks = routedMasks(request(skewed())).begin([x()]).at(0, x(), h());
      expect(numbersOf(masks.x as tf.Tensor2D).slice(0, 3)).toEqual([1, 0, 0]);
      expect(numbersOf(masks.h).slice(0, 6)).toEqual([1, 1, 0, 0, 0, 0]);
    });
  });

  it('read all inputs when these are not masked', () => {
    tf.tidy(() => {
      const scores = tf.slice2d(skewed(), [0, FEATURES], [BATCH, UNITS]);
      const masks = routedMasks(request(scores, { maskInputs: false }))
        .begin([x()])
        .at(0, x(), h());
      expect(masks.x).toBeNull();
      expect(numbersOf(tf.sum(masks.h, 1))).toEqual([2, 2, 2, 2]);
    });
  });

  it('are ones where the budget is everything', () => {
    tf.tidy(() => {
      const masks = routedMasks(request(skewed(), { budget: { x: FEATURES, h: UNITS } }))
        .begin([x()])
        .at(0, x(), h());
      expect(numbersOf(tf.min(masks.h))).toEqual([1]);
      expect(numbersOf(tf.min(masks.x as tf.Tensor2D))).toEqual([1]);
    });
  });

  it('are decided once for a sequence and for each step otherwise', () => {
    const asked: number[] = [];
    const score = (z: tf.Tensor2D): tf.Tensor2D => {
      asked.push(z.shape[0]);
      return tf.tile(skewed(), [z.shape[0] / BATCH, 1]);
    };
    tf.tidy(() => {
      const steps = [x(), x(), x(), x()];
      const once = routedMasks({ ...request(skewed()), score, input: reads('mean') });
      const sequence = once.begin(steps);
      steps.forEach((step, t) => sequence.at(t, step, h()));
      expect([once.scope, asked]).toEqual(['sequence', [BATCH]]);
      const each = routedMasks({ ...request(skewed()), score });
      const again = each.begin(steps);
      steps.forEach((step, t) => again.at(t, step, h()));
      expect([each.scope, asked]).toEqual(['step', [BATCH, 4 * BATCH]]);
    });
  });
});

describe('the balance term', () => {
  it('is w Σ (mean σ(l − θ) − ρ)² for x and h, averaged over the decisions', () => {
    const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
    // x: θ = 2.5, ρ = 1/3. h: scores 3 … −2, θ = 1.5, ρ = 1/3.
    const term = (scores: number[], theta: number): number =>
      scores.reduce((sum, l) => sum + (sigmoid(l - theta) - 1 / 3) ** 2, 0);
    const expected = (0.7 * (term([3, 2, 1], 2.5) + term([3, 2, 1, 0, -1, -2], 1.5))) / 2;
    tf.tidy(() => {
      const sequence = routedMasks(request(skewed(), { balanceWeight: 0.7 })).begin([x()]);
      sequence.at(0, x(), h());
      sequence.at(1, x(), h());
      expect(sequence.penalty()?.dataSync()[0]).toBeCloseTo(expected, 5);
    });
  });

  it('pushes one-sided use toward uniform use', () => {
    const scores = tf.variable(skewed());
    const use = (): number[] =>
      tf.tidy(() => {
        const masks = routedMasks(request(scores, { mode: toyMode(false) }))
          .begin([x()])
          .at(0, x(), h());
        return numbersOf(tf.sum(masks.h, 0));
      });
    expect(use()).toEqual([BATCH, BATCH, 0, 0, 0, 0]);
    // Tiny differences between the samples let them part ways once the scores are close.
    tf.tidy(() => {
      const nudge = Array.from({ length: BATCH }, (_, row) =>
        Array.from({ length: FEATURES + UNITS }, (_, j) => 0.01 * ((row * 7 + j * 5) % 9)),
      );
      scores.assign(tf.add(scores, tf.tensor2d(nudge)));
    });
    const spread = (): number =>
      tf.tidy(() => {
        const hidden = numbersOf(tf.mean(tf.slice(scores, [0, FEATURES], [-1, UNITS]), 0));
        return Math.max(...hidden) - Math.min(...hidden);
      });
    const before = spread();
    for (let i = 0; i < 200; i++) {
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => {
          const sequence = routedMasks(request(scores, { balanceWeight: 1 })).begin([x()]);
          sequence.at(0, x(), h());
          return sequence.penalty() as tf.Scalar;
        }, [scores]);
        scores.assign(tf.sub(scores, tf.mul(grads[scores.name] as tf.Tensor, 5)));
      });
    }
    expect(spread()).toBeLessThan(before / 2);
    expect(use().filter((count) => count > 0).length).toBeGreaterThan(2);
    scores.dispose();
  });

  it('is absent in evaluation', () => {
    tf.tidy(() => {
      const sequence = routedMasks(request(skewed(), { balanceWeight: 1, mode: toyMode(false) })).begin([
        x(),
      ]);
      sequence.at(0, x(), h());
      expect(sequence.penalty()).toBeNull();
    });
  });
});

describe('the soft budget', () => {
  const estimator = estimatorDefinition('hard-concrete');
  const soft = { estimator, estimatorConfig: estimatorConfig.parse({ kind: 'hard-concrete' }) };
  const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
  const open = (scores: number[]): number =>
    scores.reduce((sum, l) => sum + sigmoid(l - (2 / 3) * Math.log(1 / 11)), 0) / scores.length;
  const excessX = open([3, 2, 1]) - 1 / 3;
  const excessH = open([3, 2, 1, 0, -1, -2]) - 2 / 6;

  it('as a penalty is w (d − ρ)², averaged over decisions', () => {
    tf.tidy(() => {
      const sequence = routedMasks(request(skewed(), { ...soft, softBudget: { weight: 0.3 } })).begin([x()]);
      sequence.at(0, x(), h());
      expect(sequence.penalty()?.dataSync()[0]).toBeCloseTo((0.3 * (excessX ** 2 + excessH ** 2)) / 2, 5);
    });
  });

  it('as a multiplier is μ (d − ρ), each mask with its own', () => {
    tf.tidy(() => {
      const softBudget = { multipliers: tf.tensor1d([2, -1]) };
      const sequence = routedMasks(request(skewed(), { ...soft, softBudget })).begin([x()]);
      sequence.at(0, x(), h());
      expect(sequence.penalty()?.dataSync()[0]).toBeCloseTo((2 * excessX - excessH) / 2, 5);
    });
  });
});
