import { describe, expect, it } from 'vitest';
import { betweenClasses, groupMeasures, percentile95 } from './group-measures.ts';
import type { PairGeometry } from './pair-geometry.ts';

const pair = (a: number, b: number, cosine: number, bound: number, overlap: number): PairGeometry => ({
  a,
  b,
  inner: 2 * cosine,
  lengths: 2,
  cosine,
  bound,
  overlap,
});

// Classes 0, 0, 1, 2.
const LABELS = [0, 0, 1, 2];
const EXAMPLES = [
  pair(0, 1, 0.9, 1, 1), // the same class
  pair(0, 2, 0.2, 0.4, 0.5),
  pair(0, 3, -0.5, 0.8, 0.4),
  pair(1, 2, -0.1, 0.2, 0.5),
  pair(1, 3, 0, 0, 0),
  pair(2, 3, 0.4, 0.6, 0.2),
];
const CLASSES = [pair(0, 1, 0.3, 0.7, 1), pair(0, 2, -0.5, 0.9, 1), pair(1, 2, -0.1, 0.8, 1)];

describe('the measures of a group', () => {
  const measures = groupMeasures({ examples: EXAMPLES, classes: CLASSES, labels: LABELS, zero: 3 });

  it.each([
    ['cosine', (0.2 - 0.5 - 0.1 + 0 + 0.4) / 5],
    ['abs-cosine', (0.2 + 0.5 + 0.1 + 0 + 0.4) / 5],
    ['same-class-cosine', 0.9],
    ['conflict', 2 / 5],
    ['bound', (0.4 + 0.8 + 0.2 + 0 + 0.6) / 5],
    ['overlap', (0.5 + 0.4 + 0.5 + 0 + 0.2) / 5],
    ['kappa', 3], // ratios 0.8, 2, 0.4, 3: rank ceil(3.8) = 4
    ['inner', (0.4 + 1 + 0.2 + 0 + 0.8) / 5],
    ['class-cosine', (0.3 - 0.5 - 0.1) / 3],
    ['class-conflict', 2 / 3],
    ['class-inner', (0.6 + 1 + 0.2) / 3],
    // Classes 0 and 1: (.4 + .2)/2; 0 and 2: (.8 + 0)/2; 1 and 2: .6.
    ['class-bound', (0.3 + 0.4 + 0.6) / 3],
    ['class-mean-bound', (0.7 + 0.9 + 0.8) / 3],
    ['zero', 3],
    ['violations', 0],
  ])('%s is as worked by hand', (name, expected) => {
    expect(measures[name]).toBeCloseTo(expected, 12);
  });

  it('count violations among all pairs, those of one class and of class means too', () => {
    const broken = groupMeasures({
      examples: [...EXAMPLES, pair(0, 1, 0.5, 0.4, 1), pair(0, 2, -0.5, 0.4, 1)],
      classes: [pair(0, 1, 0.1, 0, 0)],
      labels: LABELS,
      zero: 0,
    });
    expect(broken['violations']).toBe(3);
  });

  it('leave out what does not exist, and are never NaN', () => {
    const none = groupMeasures({ examples: [], classes: [], labels: LABELS, zero: 4 });
    expect(none).toEqual({ zero: 4, violations: 0 });
    const apart = groupMeasures({ examples: [pair(0, 2, 0, 0, 0)], classes: [], labels: LABELS, zero: 0 });
    expect(apart).not.toHaveProperty('kappa');
    expect(apart['bound']).toBe(0);
  });
});

it('pairs between classes are those with two labels', () => {
  expect(betweenClasses(EXAMPLES, LABELS)).toEqual(EXAMPLES.slice(1));
});

it('the 95th percentile of 1 … 100 is 95, and of 1 … 3 it is 3', () => {
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => n - i);
  expect(percentile95(upTo(100))).toBe(95);
  expect(percentile95(upTo(3))).toBe(3);
  expect(percentile95([])).toBeNull();
});
