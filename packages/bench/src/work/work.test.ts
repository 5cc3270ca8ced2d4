import { expect, test } from 'vitest';
import { repeatable, timings } from './work.ts';

test('a turn takes as many timings as asked for, divided by what each repeats', async () => {
  let next = 0;
  expect(await timings(3, () => Promise.resolve((next += 10)), 10)).toEqual([1, 2, 3]);
});

test('short work is repeated within a timing and its mean taken', async () => {
  let calls = 0;
  const work = await repeatable(() => {
    calls += 1;
    return undefined;
  });
  const before = calls;
  const [sample] = await work.take(1);
  // A call takes well under a microsecond; a timing lasts about 10 ms, so it holds thousands of calls.
  expect(calls - before).toBeGreaterThan(1000);
  expect(sample).toBeLessThan(0.01);
});
