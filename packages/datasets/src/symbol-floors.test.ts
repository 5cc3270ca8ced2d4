import { describe, expect, it } from 'vitest';
import type { Examples } from './dataset.ts';
import { nearestMeanFrequencyFloor, pairNaiveBayesFloor } from './symbol-floors.ts';

/** One-hot sequences over the symbols 0 and 1. */
function examples(...labelled: readonly (readonly [symbols: string, label: number])[]): Examples {
  const steps = labelled.flatMap(([symbols]) =>
    Array.from(symbols).flatMap((s) => (s === '0' ? [1, 0] : [0, 1])),
  );
  return {
    count: labelled.length,
    inputs: Float32Array.from(steps),
    targets: Int32Array.from(labelled, ([, label]) => label),
  };
}

describe('the nearest class mean of symbol frequencies', () => {
  it('is right on two of three by hand, whatever the order of the symbols', () => {
    // Shares of symbol 1: class 0 has 1/4, class 1 has 3/4.
    const train = examples(['0001', 0], ['0100', 0], ['1110', 1]);
    const test = examples(['1000', 0], ['0111', 1], ['0000', 1]);
    expect(nearestMeanFrequencyFloor(train, test, 2, 2).score).toBeCloseTo(2 / 3, 12);
  });
});

describe('naive Bayes on symbol pairs', () => {
  it('tells classes by order alone', () => {
    const train = examples(['0011', 0], ['0101', 2]);
    const test = examples(['1100', 0], ['1010', 2], ['0011', 1]);
    expect(pairNaiveBayesFloor(train, test, 2, 3).score).toBeCloseTo(2 / 3, 12);
    expect(nearestMeanFrequencyFloor(train, test, 2, 3).score).toBeCloseTo(1 / 3, 12);
  });

  it('smooths by one and counts the classes, by hand', () => {
    // Pair 00: class 0 has seen it 1 of 1 time, (1 + 1) / (1 + 4) = 2/5; class 1, of two examples, never: (0 + 1) / (2 + 4)
    // = 1/6. With priors 1 and 2: 2/5 against 2/6, so class 0. Unseen pair 10: 1/5 against 2/6, so class 1.
    const train = examples(['00', 0], ['11', 1], ['11', 1]);
    expect(pairNaiveBayesFloor(train, examples(['00', 0], ['10', 1]), 2, 2).score).toBe(1);
  });
});
