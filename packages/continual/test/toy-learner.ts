/** Softmax regression in float64, with exact gradients: a model small enough to check strategies against formulas. */
import type { Examples } from '@dsrnn/datasets';
import { exp, ln } from '@dsrnn/portable';
import type { Gradient, Learner, Term } from '../src/strategy.ts';

/** A learner whose parameters can be set, with a record of what it was asked. */
export interface ToyLearner extends Learner {
  /** `[features + 1, outputs]`, the last row the biases, in float64. */
  readonly weights: Float64Array;
  /** Terms of each call of `gradient`, in order. */
  readonly asked: (readonly Term[])[];
  /** Examples passed to `outputs` so far. */
  readonly looked: { examples: number };
  /** The weighted sum of terms in float64. */
  loss(terms: readonly Term[]): number;
  /** A step of gradient descent. */
  descend(gradient: Float32Array, rate: number): void;
  /** Share of examples whose largest output is their class. */
  accuracy(examples: Examples): number;
}

/** A learner with all weights 0. Sequences are of one step. */
export function createToyLearner(features: number, outputs: number): ToyLearner {
  const weights = new Float64Array((features + 1) * outputs);
  const asked: (readonly Term[])[] = [];
  const looked = { examples: 0 };
  let busy = false;

  /** Answers later, as a device does, and only one question at a time. */
  async function answer<T>(compute: () => T): Promise<T> {
    if (busy) throw new Error('the learner was asked before it had answered; await each answer');
    busy = true;
    await Promise.resolve();
    busy = false;
    return compute();
  }

  function input(examples: Examples, e: number, row: number): number {
    return row === features ? 1 : examples.inputs[e * features + row]!;
  }

  function outputsOf(examples: Examples, e: number): number[] {
    return Array.from({ length: outputs }, (_, k) => {
      let sum = 0;
      for (let row = 0; row <= features; row++) sum += input(examples, e, row) * weights[row * outputs + k]!;
      return sum;
    });
  }

  /** Loss of one example and its gradient by the outputs. */
  function ofExample({ batch, loss }: Term, e: number): { value: number; slopes: number[] } {
    const scores = outputsOf(batch, e);
    if (loss.kind === 'outputs') {
      const errors = scores.map((score, k) => score - loss.wanted[e * outputs + k]!);
      return {
        value: errors.reduce((sum, error) => sum + error * error, 0) / outputs,
        slopes: errors.map((error) => (2 * error) / outputs),
      };
    }
    const label = batch.targets[e]!;
    const top = Math.max(...scores);
    const shares = scores.map((score) => exp(score - top));
    const total = shares.reduce((sum, share) => sum + share, 0);
    return {
      value: top + ln(total) - scores[label]!,
      slopes: shares.map((share, k) => share / total - (k === label ? 1 : 0)),
    };
  }

  function lossAndSlopes(terms: readonly Term[]): { loss: number; slopes: Float64Array } {
    const gradient = new Float64Array(weights.length);
    let loss = 0;
    for (const term of terms) {
      const { batch, weight } = term;
      for (let e = 0; e < batch.count; e++) {
        const { value, slopes } = ofExample(term, e);
        loss += (weight * value) / batch.count;
        for (let row = 0; row <= features; row++) {
          slopes.forEach((slope, k) => {
            gradient[row * outputs + k]! += (weight * slope * input(batch, e, row)) / batch.count;
          });
        }
      }
    }
    return { loss, slopes: gradient };
  }

  return {
    weights,
    asked,
    looked,
    loss: (terms) => lossAndSlopes(terms).loss,
    gradient(terms): Promise<Gradient> {
      asked.push(terms);
      return answer(() => {
        const { loss, slopes } = lossAndSlopes(terms);
        return { loss, values: new Float32Array(slopes) };
      });
    },
    outputs(batch) {
      looked.examples += batch.count;
      return answer(
        () => new Float32Array(Array.from({ length: batch.count }, (_, e) => outputsOf(batch, e)).flat()),
      );
    },
    parameters: () => answer(() => new Float32Array(weights)),
    descend: (gradient, rate) => gradient.forEach((slope, i) => (weights[i]! -= rate * slope)),
    accuracy(examples) {
      let right = 0;
      for (let e = 0; e < examples.count; e++) {
        const scores = outputsOf(examples, e);
        if (scores.indexOf(Math.max(...scores)) === examples.targets[e]) right += 1;
      }
      return right / examples.count;
    },
  };
}
