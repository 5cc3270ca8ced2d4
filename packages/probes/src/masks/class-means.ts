/** Means by class, and how much those of two classes overlap. */
import type { Rng } from '@dsrnn/portable';
import { mean, overPairs, permutedChannels } from './pair-overlap.ts';
import { chanceCorrected, softJaccard } from './soft-jaccard.ts';
import { rowOf, type Table } from './table.ts';

/** `means` is `[classes, columns]`; the row of a class without examples is all 0. */
export interface ClassMeans {
  readonly means: Table;
  /** Examples by class. */
  readonly counts: Int32Array;
}

/** Mean of the rows of each class; `labels` are class indices. */
export function classMeans(table: Table, labels: ArrayLike<number>, classes: number): ClassMeans {
  const { rows, columns } = table;
  const values = new Float64Array(classes * columns);
  const counts = new Int32Array(classes);
  for (let i = 0; i < rows; i++) {
    const row = rowOf(table, i);
    const label = labels[i]!;
    counts[label]! += 1;
    for (let j = 0; j < columns; j++) values[label * columns + j]! += row[j]!;
  }
  for (let at = 0; at < values.length; at++) {
    values[at]! /= Math.max(1, counts[Math.floor(at / columns)]!);
  }
  return { means: { rows: classes, columns, values }, counts };
}

/** Draws over which the chance level of so few pairs is averaged. */
const CHANCE_DRAWS = 20;

/**
 * Chance-corrected soft Jaccard of the means of two classes, `[classes][classes]`, 1 on the diagonal; 0 in the row and
 * column of a class without examples. Chance: the same means, each with its channels permuted. Where chance is 1 there
 * is nothing to tell apart, and the overlap is 1.
 */
export function classOverlap({ means, counts }: ClassMeans, rng: Rng): number[][] {
  const present = Array.from(counts.keys()).filter((label) => counts[label]! > 0);
  const rows: Table = {
    rows: present.length,
    columns: means.columns,
    values: Float64Array.from(present.flatMap((label) => [...rowOf(means, label)])),
  };
  const draws = Array.from(
    { length: CHANCE_DRAWS },
    (_, i) => mean(overPairs(permutedChannels(rows, rng.fork(String(i))), softJaccard)) ?? 0,
  );
  const chance = mean(Float64Array.from(draws))!;
  return Array.from(counts, (ofA, a) =>
    Array.from(counts, (ofB, b) => {
      if (ofA === 0 || ofB === 0) return 0;
      return chanceCorrected(softJaccard(rowOf(means, a), rowOf(means, b)), chance) ?? 1;
    }),
  );
}
