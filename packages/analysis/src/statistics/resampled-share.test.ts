import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resampledShare } from './resampled-share.ts';

it('is the binomial interval of one stratum', () => {
  // Binomial(4, 1/2): P(0) = 1/16 = 0.0625, P(≤ 3) = 15/16 = 0.9375
  const half = [{ runs: 4, passed: 2 }];
  expect(resampledShare(half, 0.95)).toEqual({ point: 0.5, low: 0, high: 1 });
  expect(resampledShare(half, 0.875)).toEqual({ point: 0.5, low: 0, high: 0.75 }); // tail 0.0625
  expect(resampledShare(half, 0.8)).toEqual({ point: 0.5, low: 0.25, high: 0.75 }); // tail 0.1
});

it('has no width where every stratum is all or none', () => {
  const strata = [
    { runs: 3, passed: 3 },
    { runs: 1, passed: 0 },
  ];
  expect(resampledShare(strata, 0.95)).toEqual({ point: 0.75, low: 0.75, high: 0.75 });
});

it('does not exchange runs between strata', () => {
  // 3 sure passes and 1 sure failure stay, Binomial(2, 1/2) between: counts 3, 4, 5 of 6 with 1/4, 1/2, 1/4
  const strata = [
    { runs: 3, passed: 3 },
    { runs: 1, passed: 0 },
    { runs: 2, passed: 1 },
  ];
  expect(resampledShare(strata, 0.6)).toEqual({ point: 4 / 6, low: 3 / 6, high: 5 / 6 });
  expect(resampledShare(strata, 0.4)).toEqual({ point: 4 / 6, low: 4 / 6, high: 4 / 6 });
});

it('holds its point', () => {
  const stratum = fc
    .integer({ min: 1, max: 6 })
    .chain((runs) => fc.record({ runs: fc.constant(runs), passed: fc.integer({ min: 0, max: runs }) }));
  fc.assert(
    fc.property(fc.array(stratum, { minLength: 1, maxLength: 6 }), (strata) => {
      const { point, low, high } = resampledShare(strata, 0.95);
      expect(low).toBeLessThanOrEqual(point);
      expect(high).toBeGreaterThanOrEqual(point);
    }),
  );
});
