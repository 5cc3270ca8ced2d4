import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import { overlapMeasures } from './overlap-measures.ts';
import { tableOf } from './table.ts';

const rng = createRng(3);

it('corrects both means by the same chance level', () => {
  const rows = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? [1, 1, 0, 0, 0.5] : [0, 1, 1, 0, 0.5]));
  const found = overlapMeasures(
    tableOf(rows),
    rows.map(([first]) => first!),
    20,
    rng,
  );
  expect(found.within).toBe(1);
  // minima 1 + 1/2, maxima 3 + 1/2
  expect(found.between).toBeCloseTo(1.5 / 3.5, 14);
  expect(found['within-corrected']).toBe(1);
  const chance = found.chance!;
  expect(found['between-corrected']).toBeCloseTo((1.5 / 3.5 - chance) / (1 - chance), 14);
  // 30 pairs within, 36 between.
  expect(found.staticness).toBeCloseTo((30 + 36 * (1.5 / 3.5)) / 66, 14);
});

it('corrects nothing where every channel is always active', () => {
  const found = overlapMeasures(
    tableOf([
      [1, 1],
      [1, 1],
      [1, 1],
    ]),
    [0, 0, 1],
    5,
    rng,
  );
  expect([found.within, found.chance, found['within-corrected']]).toEqual([1, 1, null]);
});
