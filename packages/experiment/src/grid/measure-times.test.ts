import { describe, expect, it } from 'vitest';
import { summary } from './measure-times.ts';

describe('summary of times', () => {
  it.each([
    [[3], { median: 3, least: 3, most: 3, rounds: [3] }],
    [[3, 1], { median: 2, least: 1, most: 3, rounds: [3, 1] }],
    [[9, 1, 2], { median: 2, least: 1, most: 9, rounds: [9, 1, 2] }],
    [[4, 1, 10, 2], { median: 3, least: 1, most: 10, rounds: [4, 1, 10, 2] }],
  ])('%j', (times, expected) => {
    expect(summary(times)).toEqual(expected);
  });
});
