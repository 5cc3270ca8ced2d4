import { describe, expect, it } from 'vitest';
import { groupBy, uniqueBy } from './group-by.ts';

describe('groupBy', () => {
  it('keeps keys and values in the order in which they come, numbers too', () => {
    const groups = groupBy([31, 12, 11, 32, 22], (value) => value % 10);
    expect([...groups]).toEqual([
      [1, [31, 11]],
      [2, [12, 32, 22]],
    ]);
    expect([...groupBy(['b1', 'a1', 'b2'], ([letter]) => letter).keys()]).toEqual(['b', 'a']);
  });

  it('tells keys apart as a Map does', () => {
    expect(groupBy([1, '1', NaN, NaN, undefined], (value) => value).size).toBe(4);
  });

  it('takes whatever can be gone through, and gives nothing for nothing', () => {
    const labels = Uint8Array.of(7, 3, 7);
    expect([...groupBy(labels.keys(), (index) => labels[index])]).toEqual([
      [7, [0, 2]],
      [3, [1]],
    ]);
    expect(groupBy([], String).size).toBe(0);
  });
});

describe('uniqueBy', () => {
  it('keeps the first value of each key, in their order', () => {
    expect(uniqueBy(['beta', 'alpha', 'bravo'], ([letter]) => letter)).toEqual(['beta', 'alpha']);
  });
});
