import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import { splitOf } from '../../test/part-subject.ts';
import type { Dataset, Examples } from '@dsrnn/datasets';
import { ProbeError } from '../errors.ts';
import { drawExamplesOfParts, type PartExamples } from './part-examples.ts';

/** One feature and step: the input of an example tells it from all others. Part p has sizes[p] examples. */
function dataOf(sizes: readonly number[]): Dataset {
  const split: Examples = splitOf(
    sizes.map((size, part) =>
      Array.from({ length: size }, (_, i) => ({ inputs: [100 * part + i], target: i })),
    ),
  );
  return {
    ...{ time: 1, features: 1, target: { kind: 'class', classes: 100 }, metric: 'accuracy', floors: [] },
    ...{ train: split, validation: split, test: split },
    parts: { count: sizes.length, heads: 'shared', identity: { kind: 'none' } },
    partNames: ['red', 'blue'],
  };
}

const draw = (data: Dataset, perPart: number, seed = 1): PartExamples =>
  drawExamplesOfParts('part-masks', data, 'test', perPart, createRng(seed));

it('draws as many different examples of every part, with their targets and parts', () => {
  const { names, examples } = draw(dataOf([40, 30]), 20);
  expect(names).toEqual(['red', 'blue']);
  examples.forEach(({ count, inputs, targets, parts }, part) => {
    expect(count).toBe(20);
    expect(new Set(inputs).size).toBe(20);
    expect([...inputs]).toEqual([...targets].map((target) => 100 * part + target));
    expect([...parts!]).toEqual(Array<number>(20).fill(part));
  });
});

it('draws no more than the smallest part has', () => {
  expect(draw(dataOf([40, 3]), 20).examples.map(({ count }) => count)).toEqual([3, 3]);
});

it('draws the same from the same stream, and others from another', () => {
  const data = dataOf([40, 30]);
  expect(draw(data, 10)).toEqual(draw(data, 10));
  expect(draw(data, 10, 2)).not.toEqual(draw(data, 10));
});

it('refuses a split without an example of a part, and says which', () => {
  expect(() => draw(dataOf([4, 0]), 2)).toThrow(ProbeError);
  expect(() => draw(dataOf([4, 0]), 2)).toThrow('part 1 has no example in the test split');
});

it('refuses a task without parts', () => {
  const { parts: _parts, ...whole } = dataOf([2, 2]);
  expect(() => draw(whole, 2)).toThrow(ProbeError);
});
