import { createRng } from '@dsrnn/portable';
import { describe, expect, it } from 'vitest';
import { balancedMasks } from './balanced-masks.ts';

const draw = (tasks: number, units: number, k: number, seed = 1): number[][] =>
  balancedMasks(tasks, units, k, createRng(seed));

/** How many units each pair of tasks shares. */
function overlapsOf(masks: readonly number[][]): number[] {
  return masks.flatMap((a, i) => masks.slice(i + 1).map((b) => a.filter((unit) => b.includes(unit)).length));
}

const variance = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
};

describe.each([
  [8, 64, 17],
  [5, 64, 16],
  [32, 64, 20],
  [20, 7, 3],
  [3, 10, 10],
  [2, 5, 1],
  [1, 9, 4],
  [4, 40, 10],
])('masks of %d tasks, %d units, %d of them active', (tasks, units, k) => {
  it('have as many units each, none twice, in order', () => {
    for (const own of draw(tasks, units, k)) {
      expect(own).toHaveLength(k);
      expect(own).toEqual([...new Set(own)].sort((a, b) => a - b));
      expect(own.every((unit) => unit >= 0 && unit < units)).toBe(true);
    }
  });

  it('use every unit as often as any other, but for one', () => {
    const uses = Array.from({ length: units }, () => 0);
    for (const unit of draw(tasks, units, k).flat()) uses[unit] = (uses[unit] as number) + 1;
    expect(Math.max(...uses) - Math.min(...uses)).toBeLessThanOrEqual(1);
  });

  it('are the same from the same seed', () => {
    expect(draw(tasks, units, k, 3)).toEqual(draw(tasks, units, k, 3));
  });
});

it('differ by seed', () => {
  expect(draw(8, 64, 17, 1)).not.toEqual(draw(8, 64, 17, 2));
});

it('are apart where there is room', () => {
  expect(overlapsOf(draw(4, 40, 10))).toEqual([0, 0, 0, 0, 0, 0]);
});

it('share as evenly as overlaps in whole numbers can be, or nearly', () => {
  for (const [tasks, units, k] of [
    [8, 64, 17],
    [5, 64, 16],
    [32, 64, 20],
  ] as const) {
    const found = overlapsOf(draw(tasks, units, k));
    // Random masks of this size overlap with a variance of this (hypergeometric) size.
    const share = k / units;
    const random = (k * share * (1 - share) ** 2 * units) / ((units - 1) * (1 - share));
    expect(variance(found)).toBeLessThan(0.25 * random);
    expect(Math.max(...found) - Math.min(...found)).toBeLessThanOrEqual(tasks > 8 ? 4 : 2);
  }
});
