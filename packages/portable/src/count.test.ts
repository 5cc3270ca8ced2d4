import { expect, it } from 'vitest';
import { count } from './count.ts';

it('counts one thing in the singular and all else in the plural', () => {
  expect([0, 1, 2].map((n) => count(n, 'run'))).toEqual(['0 runs', '1 run', '2 runs']);
  expect([1, 2].map((n) => count(n, 'run has', 'runs have'))).toEqual(['1 run has', '2 runs have']);
});
