import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from './auc.ts';

describe('the area under the ROC curve', () => {
  it('counts the pairs that the positive wins', () => {
    // Positives 0.8 and 0.35, negatives 0.1 and 0.4: 0.8 beats both, 0.35 beats one of them. 3 of 4 pairs.
    expect(areaUnderRoc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
    expect(areaUnderRoc([1, 2, 3], [0, 0, 1])).toBe(1);
    expect(areaUnderRoc([1, 2, 3], [1, 0, 0])).toBe(0);
  });

  it('counts ties half', () => {
    expect(areaUnderRoc([5, 5, 5, 5], [1, 0, 1, 0])).toBe(0.5);
    // Positives 2 and 3, negatives 2 and 1: won (2, 1), (3, 2), (3, 1), tied (2, 2). 3.5 of 4.
    expect(areaUnderRoc([2, 3, 2, 1], [1, 1, 0, 0])).toBe(0.875);
    expect(areaUnderRoc([Infinity, Infinity, -Infinity], [1, 0, 0])).toBe(0.75);
    expect(areaUnderRoc([0, -0], [1, 0])).toBe(0.5);
  });

  it('is NaN if a class is absent or a score is NaN', () => {
    expect(areaUnderRoc([1, 2], [1, 1])).toBeNaN();
    expect(areaUnderRoc([1, 2], [0, 0])).toBeNaN();
    expect(areaUnderRoc([], [])).toBeNaN();
    expect(areaUnderRoc([1, NaN, 0.5], [1, 0, 0])).toBeNaN();
  });

  it('equals the count over all pairs', () => {
    const example = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 1 }));
    fc.assert(
      fc.property(fc.array(example, { maxLength: 30 }), (examples) => {
        const positives = examples.filter(([, label]) => label === 1).map(([score]) => score);
        const negatives = examples.filter(([, label]) => label === 0).map(([score]) => score);
        const pairs = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const expected = pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length;
        const actual = areaUnderRoc(
          examples.map(([score]) => score),
          examples.map(([, label]) => label),
        );
        expect(actual).toBe(expected);
      }),
    );
  });
});
