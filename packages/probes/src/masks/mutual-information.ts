/**
 * What single channels tell about the class: mean over channels of I(b_j; y) / H(y).
 *
 * b_j is 1 for an example in which channel j is active at more than half of the steps. Plug-in estimate, which is biased
 * upwards by about (classes − 1) / (2 examples) nats: compare it with a control on as many examples.
 */
import { surprise } from './utilisation.ts';
import type { Labelled } from './neighbours.ts';

/** Mean normalised information in [0, 1]; null where there is only one class. */
export function meanInformation({ table, labels }: Labelled, classes: number): number | null {
  const { rows, columns, values } = table;
  const ofClass = new Float64Array(classes);
  for (let i = 0; i < rows; i++) ofClass[labels[i]!]! += 1;
  const classEntropy = entropyOf(ofClass, rows);
  if (classEntropy === 0) return null;
  let sum = 0;
  for (let j = 0; j < columns; j++) {
    const active = new Float64Array(classes);
    let count = 0;
    for (let i = 0; i < rows; i++) {
      if (!(values[i * columns + j]! > 0.5)) continue;
      active[labels[i]!]! += 1;
      count += 1;
    }
    const inactive = ofClass.map((n, c) => n - active[c]!);
    const joint = entropyOf(active, rows) + entropyOf(inactive, rows);
    sum += Math.max(0, classEntropy + entropyOf([count, rows - count], rows) - joint);
  }
  return sum / columns / classEntropy;
}

function entropyOf(counts: Iterable<number>, total: number): number {
  let entropy = 0;
  for (const count of counts) entropy += surprise(count / total);
  return entropy;
}
