import { expect, it } from 'vitest';
import { classMeans, occurringClasses } from './class-means.ts';

it('averages the vectors of each class that occurs, in ascending order of classes', () => {
  const vectors = [Float32Array.of(1, 2), Float32Array.of(4, 0), Float32Array.of(3, 6)];
  expect(classMeans(vectors, [5, 2, 5])).toEqual([Float32Array.of(4, 0), Float32Array.of(2, 4)]);
});

it('counts a class once', () => {
  expect(occurringClasses([10, 2, 10, 0])).toEqual([0, 2, 10]);
});
