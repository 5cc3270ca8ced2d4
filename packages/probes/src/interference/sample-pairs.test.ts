import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import { samplePairs } from './sample-pairs.ts';

const LIST = Array.from({ length: 30 }, (_, i) => i);

it('takes as many as asked, each once, in their order', () => {
  const sample = samplePairs(LIST, 12, createRng(1));
  expect(new Set(sample).size).toBe(12);
  expect([...sample].sort((a, b) => a - b)).toEqual(sample);
});

it('takes all if there are no more', () => {
  expect(samplePairs(LIST, 30, createRng(1))).toEqual(LIST);
});

it('takes the same from the same stream and others from another', () => {
  expect(samplePairs(LIST, 12, createRng(1))).toEqual(samplePairs(LIST, 12, createRng(1)));
  expect(samplePairs(LIST, 12, createRng(1))).not.toEqual(samplePairs(LIST, 12, createRng(2)));
});
