import { expect, it } from 'vitest';
import { inUnit, paddedDomain } from './numbers.ts';

it('gives accuracy in percent and errors as they are', () => {
  expect([inUnit(0.1234567, 'accuracy'), inUnit(0.1234567, 'mse')]).toEqual([12.3457, 0.123457]);
});

it.each([
  [[0, 1], {}, [-0.06, 1.06]],
  [[2, 1, 3], { below: 0.5 }, [-0.12, 3.12]],
  [[1, 3], { above: 0.5 }, [0.88, 4.12]],
  [[5], {}, [4.7, 5.3]],
  [[0], {}, [-0.06, 0.06]],
])('puts an axis around %o with %o more', (values, more, domain) => {
  expect(paddedDomain(values, more)).toEqual(domain);
});
