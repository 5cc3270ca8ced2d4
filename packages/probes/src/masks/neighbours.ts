/** Two classifiers without training: the nearest class mean, and a vote of the nearest examples. */
import { nearestClassMeanAccuracy } from '@dsrnn/datasets';
import { rowOf, type Table } from './table.ts';

/** Rows with their class indices. */
export interface Labelled {
  readonly table: Table;
  readonly labels: ArrayLike<number>;
}

/** Share of the test rows whose nearest class mean (Euclidean; ties: lower class) of the train rows is theirs. */
export function nearestMeanAccuracy(train: Labelled, test: Labelled, classes: number): number {
  const rowsOf = ({ table: { rows, values }, labels }: Labelled) => ({
    count: rows,
    inputs: values,
    targets: labels,
  });
  return nearestClassMeanAccuracy(rowsOf(train), rowsOf(test), classes);
}

/**
 * Share of the test rows that the `k` nearest train rows vote for, by the L1 distance: Hamming for masks of 0 and 1. Equal
 * distances: the earlier row. Equal votes: the class whose nearest row is nearer.
 */
export function nearestNeighboursAccuracy(train: Labelled, test: Labelled, classes: number, k = 5): number {
  return accuracy(test, (row) => {
    const votes = new Int32Array(classes);
    const nearest = nearestRows(row, train.table, k);
    for (const index of nearest) votes[train.labels[index]!]! += 1;
    const most = Math.max(...votes);
    return train.labels[nearest.find((index) => votes[train.labels[index]!] === most)!]!;
  });
}

/** Share of the test rows of which `predict` gives the class. */
export function accuracy({ table, labels }: Labelled, predict: (row: Float64Array) => number): number {
  let right = 0;
  for (let i = 0; i < table.rows; i++) {
    if (predict(rowOf(table, i)) === labels[i]) right += 1;
  }
  return right / table.rows;
}

function nearestRows(row: Float64Array, table: Table, k: number): number[] {
  const nearest: { index: number; distance: number }[] = [];
  for (let index = 0; index < table.rows; index++) {
    const distance = l1Distance(row, rowOf(table, index));
    if (nearest.length === k && distance >= nearest.at(-1)!.distance) continue;
    if (nearest.length === k) nearest.pop();
    let at = nearest.length;
    while (at > 0 && nearest[at - 1]!.distance > distance) at -= 1;
    nearest.splice(at, 0, { index, distance });
  }
  return nearest.map(({ index }) => index);
}

function l1Distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += Math.abs(a[j]! - b[j]!);
  return sum;
}
