/** How much the masks of the parts of a task have in common, from the frequencies of examples of each. */
import type { Rng } from '@dsrnn/portable';
import { classMeans } from '../masks/class-means.ts';
import { nearestMeanAccuracy, type Labelled } from '../masks/neighbours.ts';
import { mean, overPairs, permutedChannels } from '../masks/pair-overlap.ts';
import { softJaccard } from '../masks/soft-jaccard.ts';
import { rowOf, tableOf, type Table } from '../masks/table.ts';

/** null where there is no such pair. */
export interface PartOverlap {
  /** Mean soft Jaccard of the pairs of examples of two parts, `[parts][parts]`; on the diagonal pairs of one part. */
  readonly matrix: readonly (readonly (number | null)[])[];
  /** Means over all pairs of examples of one part, and of two. */
  readonly within: number | null;
  readonly between: number | null;
}

/** Overlap of the rows of `tables`, one by part and all of the same number of rows. */
export function partOverlap(tables: readonly Table[]): PartOverlap {
  const matrix = tables.map(() => new Array<number | null>(tables.length).fill(null));
  tables.forEach((ofA, a) => {
    tables.forEach((ofB, b) => {
      if (b < a) return;
      const overlap = a === b ? mean(overPairs(ofA, softJaccard)) : meanAcross(ofA, ofB);
      matrix[a]![b] = overlap;
      matrix[b]![a] = overlap;
    });
  });
  // Every part has as many examples, so the mean of means is the mean over all pairs.
  const meanOf = (wanted: (a: number, b: number) => boolean): number | null =>
    mean(
      Float64Array.from(
        matrix.flatMap((row, a) => row.filter((value, b): value is number => value !== null && wanted(a, b))),
      ),
    );
  return { matrix, within: meanOf((a, b) => a === b), between: meanOf((a, b) => a < b) };
}

/** Mean soft Jaccard of the mean frequencies of two parts, over the pairs of parts; null if there is no pair. */
export function overlapOfMeans(tables: readonly Table[]): number | null {
  const { table, labels } = stacked(tables);
  return mean(overPairs(classMeans(table, labels, tables.length).means, softJaccard));
}

/** Mean soft Jaccard of all pairs once the channels of every example are permuted: what the sizes of masks alone give. */
export function chanceOverlap(tables: readonly Table[], rng: Rng): number | null {
  return mean(overPairs(permutedChannels(stacked(tables).table, rng), softJaccard));
}

/**
 * Share of examples whose part is that of the nearest mean (Euclidean). The first half of the rows of each part, rounded
 * up, gives its mean, the rest is predicted; null where nothing is left.
 */
export function partAccuracy(tables: readonly Table[]): number | null {
  const half = Math.ceil((tables[0]?.rows ?? 0) / 2);
  const fitted = stacked(tables.map((table) => rowsBetween(table, 0, half)));
  const scored = stacked(tables.map((table) => rowsBetween(table, half, table.rows)));
  return scored.table.rows === 0 ? null : nearestMeanAccuracy(fitted, scored, tables.length);
}

/** Mean over examples of 1 − soft Jaccard of their frequencies `before` and `after`, row by row. */
export function maskDrift(before: Table, after: Table): number {
  let sum = 0;
  for (let i = 0; i < after.rows; i++) sum += 1 - softJaccard(rowOf(before, i), rowOf(after, i));
  return sum / after.rows;
}

function meanAcross(ofA: Table, ofB: Table): number {
  let sum = 0;
  for (let i = 0; i < ofA.rows; i++) {
    for (let j = 0; j < ofB.rows; j++) sum += softJaccard(rowOf(ofA, i), rowOf(ofB, j));
  }
  return sum / (ofA.rows * ofB.rows);
}

function stacked(tables: readonly Table[]): Labelled {
  const rows = tables.flatMap((table) => Array.from({ length: table.rows }, (_, i) => rowOf(table, i)));
  const labels = tables.flatMap(({ rows }, part) => Array<number>(rows).fill(part));
  return { table: tableOf(rows), labels };
}

function rowsBetween({ columns, values }: Table, from: number, to: number): Table {
  return { rows: to - from, columns, values: values.subarray(from * columns, to * columns) };
}
