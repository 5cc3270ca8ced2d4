import { describe, expect, it } from 'vitest';
import type { Examples } from '../dataset.ts';
import { assembleParts, partsShape } from './assemble.ts';
import type { Assembly, Part, PartShape } from './assemble.ts';

const shape: PartShape = {
  time: 2,
  features: 1,
  target: { kind: 'class', classes: 3 },
  metric: 'accuracy',
};
const assembly: Assembly = {
  heads: 'shared',
  identity: { kind: 'none' },
  field: 'experiences',
  floors: (train, test) => [{ name: 'inputs', score: train.inputs.length, note: [...test.parts].join(' ') }],
};

/** Examples of two steps of one feature, all inputs `value`. */
function examples(value: number, ...labels: readonly number[]): Examples {
  const inputs = new Float32Array(2 * labels.length).fill(value);
  return { count: labels.length, inputs, targets: Int32Array.from(labels) };
}

const first: Part = {
  name: 'first',
  train: examples(1, 0, 1),
  validation: examples(2, 1),
  test: examples(3, 0),
};
const second: Part = {
  name: 'second',
  train: examples(4, 2),
  validation: examples(5, 2),
  test: examples(6, 1, 2),
};

describe('assembling parts', () => {
  it('joins every split in the order of the parts and tells whose an example is', () => {
    const dataset = assembleParts(shape, [first, second], assembly);
    expect(dataset.train).toEqual({
      count: 3,
      inputs: Float32Array.of(1, 1, 1, 1, 4, 4),
      targets: Int32Array.of(0, 1, 2),
      parts: Int32Array.of(0, 0, 1),
    });
    expect(dataset.validation.parts).toEqual(Int32Array.of(0, 1));
    expect(dataset.test.parts).toEqual(Int32Array.of(0, 1, 1));
    expect(dataset.partNames).toEqual(['first', 'second']);
  });

  it('has the shape that is known before', () => {
    const told: Assembly = { ...assembly, heads: 'own', identity: { kind: 'embedding', size: 4 } };
    const { train, validation, test, floors, partNames, ...rest } = assembleParts(
      shape,
      [first, second],
      told,
    );
    expect(rest).toEqual(partsShape(shape, 2, told));
    expect(rest).toMatchObject({
      features: 3,
      parts: { count: 2, heads: 'own', identity: { kind: 'embedding', size: 4 } },
    });
    expect([...train.inputs]).toEqual([1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 4, 0, 1, 4, 0, 1]);
    expect([validation.inputs.length, test.inputs.length, partNames?.length]).toEqual([12, 18, 2]);
    expect(floors).toEqual([{ name: 'inputs', score: 6, note: '0 1 1' }]);
  });

  it('refuses an empty part, naming it and the split', () => {
    for (const [split, word] of [
      ['train', 'training'],
      ['validation', 'validation'],
      ['test', 'test'],
    ] as const) {
      expect(() => assembleParts(shape, [first, { ...second, [split]: examples(0) }], assembly)).toThrow(
        `task.experiences: part 'second' has no ${word} example`,
      );
    }
  });

  it('refuses one part, and two of one name', () => {
    expect(() => assembleParts(shape, [first], assembly)).toThrow('1 part; expected two or more');
    expect(() => assembleParts(shape, [first, first], assembly)).toThrow(
      "task.experiences: two parts have the name 'first'",
    );
  });

  it('refuses parts of another shape', () => {
    const wide = { ...second, test: { ...second.test, inputs: new Float32Array(8) } };
    expect(() => assembleParts(shape, [first, wide], assembly)).toThrow(
      /part 'second', test split: inputs are 8 numbers; expected \[2, 2, 1\]/,
    );
    const steps = { ...second, train: { ...second.train, targets: new Int32Array(2) } };
    expect(() => assembleParts(shape, [first, steps], assembly)).toThrow(
      /training split: there are 2 targets; expected 1 x 1/,
    );
    const classes = { ...second, train: examples(0, 3) };
    expect(() => assembleParts(shape, [first, classes], assembly)).toThrow(
      /class 3 is a target; expected 0 to 2/,
    );
  });
});
