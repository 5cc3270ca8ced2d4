import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { updateMask } from './weight-mask.ts';

const cases = fc.integer({ min: 1, max: 30 }).chain((n) =>
  fc.record({
    bits: fc.array(fc.constantFrom(0, 1), { minLength: n, maxLength: n }),
    drop: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: n, maxLength: n }),
    grow: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: n, maxLength: n }),
    count: fc.integer({ min: 0, max: 40 }),
  }),
);

describe('a mask update', () => {
  it('keeps the number of ones; drops and grows as many, in disjoint places', () => {
    fc.assert(
      fc.property(cases, ({ bits, drop, grow, count }) => {
        const mask = Float32Array.from(bits);
        const { dropped, grown } = updateMask(
          mask,
          count,
          (i) => drop[i] as number,
          (i) => grow[i] as number,
        );
        const before = bits.filter((bit) => bit === 1).length;
        expect(mask.filter((bit) => bit === 1)).toHaveLength(before);
        const n = Math.min(count, before, bits.length - before);
        expect([dropped.length, grown.length]).toEqual([n, n]);
        expect(new Set([...dropped, ...grown]).size).toBe(2 * n);
        bits.forEach((bit, i) => {
          const expected = dropped.includes(i) ? 0 : grown.includes(i) ? 1 : bit;
          expect(mask[i]).toBe(expected);
        });
      }),
      { seed: 1 },
    );
  });

  it('drops the smallest active and grows the largest free scores', () => {
    fc.assert(
      fc.property(cases, ({ bits, drop, grow, count }) => {
        const { dropped, grown } = updateMask(
          Float32Array.from(bits),
          count,
          (i) => drop[i] as number,
          (i) => grow[i] as number,
        );
        bits.forEach((bit, i) => {
          if (bit === 1 && !dropped.includes(i)) {
            for (const j of dropped) expect(drop[j]).toBeLessThanOrEqual(drop[i] as number);
          }
          if (bit === 0 && !grown.includes(i)) {
            for (const j of grown) expect(grow[j]).toBeGreaterThanOrEqual(grow[i] as number);
          }
        });
      }),
      { seed: 1 },
    );
  });

  it('gives ties to the lower index', () => {
    const mask = Float32Array.from([1, 1, 1, 0, 0, 0]);
    const update = updateMask(
      mask,
      2,
      () => 1,
      () => 1,
    );
    expect(update).toEqual({ dropped: [0, 1], grown: [3, 4] });
  });
});
