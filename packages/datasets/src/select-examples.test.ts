import { describe, expect, it } from 'vitest';
import type { Examples } from './dataset.ts';
import { joinExamples, selectExamples } from './select-examples.ts';

/** Two steps of one feature, one class each. */
const classes: Examples = {
  count: 3,
  inputs: Float32Array.of(1, 2, 3, 4, 5, 6),
  targets: Int32Array.of(7, 8, 9),
  parts: Int32Array.of(0, 0, 1),
};
const values: Examples = {
  count: 1,
  inputs: Float32Array.of(0.1, 0.2),
  targets: Float32Array.of(0.3, 0.4, 0.5),
};

describe('picking examples', () => {
  it('copies rows of inputs, targets and parts in the order asked for', () => {
    const picked = selectExamples(classes, [2, 0, 2]);
    expect(picked).toEqual({
      count: 3,
      inputs: Float32Array.of(5, 6, 1, 2, 5, 6),
      targets: Int32Array.of(9, 7, 9),
      parts: Int32Array.of(1, 0, 1),
    });
    picked.inputs[0] = 100;
    expect(classes.inputs[4]).toBe(5);
  });

  it('gives an empty split for none', () => {
    const { count, inputs, targets } = selectExamples(classes, []);
    expect([count, inputs, targets]).toEqual([0, new Float32Array(), new Int32Array()]);
  });

  it('keeps targets of several real numbers to the bit, and adds no parts', () => {
    expect(selectExamples(values, [0])).toEqual(values);
  });
});

describe('joining examples', () => {
  it('puts them one after the other', () => {
    expect(joinExamples([selectExamples(classes, [1, 2]), selectExamples(classes, [0])])).toEqual(
      selectExamples(classes, [1, 2, 0]),
    );
    expect(joinExamples([values, values]).targets).toEqual(new Float32Array([0.3, 0.4, 0.5, 0.3, 0.4, 0.5]));
  });

  it('refuses an empty list, and parts that only some know', () => {
    expect(() => joinExamples([])).toThrow(/no examples to join/);
    const { parts: _parts, ...unknown } = classes;
    expect(() => joinExamples([classes, unknown])).toThrow(/some of the examples to join know their part/);
  });
});
