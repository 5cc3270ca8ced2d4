import { expect, test } from 'vitest';
import { rateLimit } from './rate-limit.ts';

test('lets the first event through, then one per interval', () => {
  let time = 0;
  const due = rateLimit(250, () => time);
  const passed = [0, 100, 249, 250, 300, 499, 500, 2000, 2100].filter((t) => {
    time = t;
    return due();
  });
  expect(passed).toEqual([0, 250, 500, 2000]);
});
