import { describe, expect, it } from 'vitest';
import type { JoinedExamples } from './assemble.ts';
import { partClassFloors } from './part-floors.ts';

/** Sequences of one step of one feature: (input, class, part). */
function joined(...rows: readonly (readonly [number, number, number])[]): JoinedExamples {
  return {
    count: rows.length,
    inputs: Float32Array.from(rows, ([input]) => input),
    targets: Int32Array.from(rows, ([, label]) => label),
    parts: Int32Array.from(rows, ([, , part]) => part),
  };
}

// Part 0: class 0 is low, class 1 high. Part 1 the other way round.
const train = joined([-2, 0, 0], [2, 1, 0], [-2, 1, 1], [2, 0, 1]);
const test = joined([-3, 0, 0], [-1, 0, 0], [-1, 0, 0], [1, 1, 1]);

describe('floors of a task of parts', () => {
  it('are of one classifier for all parts where the part is not told', () => {
    const floors = partClassFloors(train, test, { features: 1, classes: 2, told: false });
    // Both class means are 0, so every answer is class 0: right for three of four.
    expect(floors.map(({ name, score }) => [name, score])).toEqual([
      ['majority class', 0.75],
      ['nearest class mean', 0.75],
    ]);
  });

  it('are of one classifier a part where the part is told', () => {
    const floors = partClassFloors(train, test, { features: 1, classes: 2, told: true });
    // Part 0 is all right, 3 of 3; in part 1 the input 1 is nearest to class 0, wrong.
    expect(floors.map(({ name, score }) => [name, score])).toEqual([
      ['majority class of the part', 1],
      ['nearest class mean of the part', 0.75],
    ]);
  });

  it('count symbol pairs where every step is one-hot, which the mean of the inputs cannot', () => {
    // Two steps of two symbols. Class 0 repeats its symbol, class 1 does not: all means are alike.
    const sequences = [
      [1, 0, 1, 0],
      [0, 1, 0, 1],
      [1, 0, 0, 1],
      [0, 1, 1, 0],
    ];
    const symbols = {
      count: 4,
      inputs: Float32Array.from(sequences.flat()),
      targets: Int32Array.of(0, 0, 1, 1),
      parts: Int32Array.of(0, 1, 0, 1),
    };
    const floors = partClassFloors(symbols, symbols, { features: 2, classes: 2, told: false });
    expect(floors.map(({ score }) => score)).toEqual([0.5, 0.5, 1]);
    const scaled = { ...symbols, inputs: symbols.inputs.map((value) => 2 * value) };
    expect(partClassFloors(scaled, scaled, { features: 2, classes: 2, told: false })).toHaveLength(2);
  });
});
