/**
 * How well a linear classifier tells the classes of test rows after training on train rows: what can be read off them.
 *
 * Columns are standardised by the rows that are fitted; a constant column is left out. Every fifth train row is held out
 * to choose the penalty, then all are fitted.
 */
import { fitLogistic, predictedClass } from './logistic-regression.ts';
import { accuracy, type Labelled } from './neighbours.ts';
import { columnMeans, rowOf, type Table } from './table.ts';

/** Penalties to choose from, the strongest first: it wins a tie. */
const PENALTIES = [0.3, 0.03, 0.003] as const;
const ITERATIONS = 100;
const HELD_OUT_EVERY = 5;

/** Accuracy on `test`, in [0, 1]. Labels are class indices below `classes`. */
export function linearAccuracy(train: Labelled, test: Labelled, classes: number): number {
  const fitted = selectRows(train, (i) => i % HELD_OUT_EVERY !== HELD_OUT_EVERY - 1);
  const heldOut = selectRows(train, (i) => i % HELD_OUT_EVERY === HELD_OUT_EVERY - 1);
  let penalty: number = PENALTIES[0];
  let best = -1;
  for (const l2 of PENALTIES) {
    const score = accuracyOfFit(fitted, heldOut, classes, l2);
    if (score > best) {
      best = score;
      penalty = l2;
    }
  }
  return accuracyOfFit(train, test, classes, penalty);
}

function accuracyOfFit(train: Labelled, test: Labelled, classes: number, l2: number): number {
  const standardise = standardiser(train.table);
  const data = { table: standardise(train.table), labels: train.labels };
  const weights = fitLogistic(data, { classes, l2, iterations: ITERATIONS });
  return accuracy({ table: standardise(test.table), labels: test.labels }, (row) =>
    predictedClass(row, weights, classes),
  );
}

/** Subtracts the means of `table` and divides by its standard deviations. */
export function standardiser(table: Table): (other: Table) => Table {
  const means = columnMeans(table);
  const variances = new Float64Array(table.columns);
  for (let i = 0; i < table.rows; i++) {
    const row = rowOf(table, i);
    for (let j = 0; j < row.length; j++) variances[j]! += (row[j]! - means[j]!) * (row[j]! - means[j]!);
  }
  // A column of equal numbers has a variance of rounding errors, far below what one change in a thousand rows gives.
  const kept = Array.from(variances.keys()).filter((j) => variances[j]! / table.rows > 1e-16);
  const scales = kept.map((j) => 1 / Math.sqrt(variances[j]! / table.rows));
  return (other) => {
    const values = new Float64Array(other.rows * kept.length);
    for (let i = 0, at = 0; i < other.rows; i++) {
      const row = rowOf(other, i);
      for (let k = 0; k < kept.length; k++) {
        const j = kept[k]!;
        values[at++] = (row[j]! - means[j]!) * scales[k]!;
      }
    }
    return { rows: other.rows, columns: kept.length, values };
  };
}

function selectRows({ table, labels }: Labelled, wanted: (i: number) => boolean): Labelled {
  const kept = Array.from({ length: table.rows }, (_, i) => i).filter(wanted);
  const values = new Float64Array(kept.length * table.columns);
  kept.forEach((i, at) => values.set(rowOf(table, i), at * table.columns));
  return {
    table: { rows: kept.length, columns: table.columns, values },
    labels: kept.map((i) => labels[i]!),
  };
}
