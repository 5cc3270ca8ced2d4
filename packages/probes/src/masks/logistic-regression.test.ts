import { createRng } from '@dsrnn/portable';
import { expect, it } from 'vitest';
import { fitLogistic, logisticLoss, predictedClass } from './logistic-regression.ts';
import { accuracy, type Labelled } from './neighbours.ts';
import { tableOf } from './table.ts';

const rng = createRng(9);

function randomData(rows: number, columns: number, classes: number): Labelled {
  return {
    table: tableOf(Array.from({ length: rows }, () => Array.from({ length: columns }, () => rng.normal()))),
    labels: Array.from({ length: rows }, () => rng.integer(classes)),
  };
}

it('has the loss ln(classes) at weights 0, and the loss of a worked example', () => {
  const data: Labelled = { table: tableOf([[1], [-2]]), labels: [0, 1] };
  expect(logisticLoss(data, new Float64Array(4), { classes: 2, l2: 1 }, new Float64Array(4))).toBeCloseTo(
    Math.log(2),
    14,
  );
  // W = [1, 0], b = [0, 1]: scores (1, 1) and (−2, 1); losses ln 2 and ln(1 + e⁻³); penalty 0.3/2 · 1.
  const weights = Float64Array.of(1, 0, 0, 1);
  const expected = (Math.log(2) + Math.log(1 + Math.exp(-3))) / 2 + 0.15;
  expect(logisticLoss(data, weights, { classes: 2, l2: 0.3 }, new Float64Array(4))).toBeCloseTo(expected, 14);
});

it('has the gradient of central differences', () => {
  const data = randomData(7, 3, 4);
  const settings = { classes: 4, l2: 0.2 };
  const weights = Float64Array.from({ length: 16 }, () => rng.normal());
  const gradient = new Float64Array(16);
  const unused = new Float64Array(16);
  logisticLoss(data, weights, settings, gradient);
  const at = (index: number, shift: number): number =>
    logisticLoss(
      data,
      weights.map((w, i) => (i === index ? w + shift : w)),
      settings,
      unused,
    );
  gradient.forEach((slope, i) => {
    expect(Math.abs(slope - (at(i, 1e-5) - at(i, -1e-5)) / 2e-5)).toBeLessThan(1e-9);
  });
});

it('never makes the loss larger, and ends where the gradient is small', () => {
  const data = randomData(60, 5, 3);
  const loss = (iterations: number, gradient = new Float64Array(18)): number => {
    const settings = { classes: 3, l2: 0.1, iterations };
    return logisticLoss(data, fitLogistic(data, settings), settings, gradient);
  };
  const losses = [0, 1, 2, 4, 8, 16, 32].map((iterations) => loss(iterations));
  for (let i = 1; i < losses.length; i++) expect(losses[i]!).toBeLessThanOrEqual(losses[i - 1]!);
  const gradient = new Float64Array(18);
  loss(400, gradient);
  expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-4);
});

it('separates what can be separated', () => {
  const data: Labelled = {
    table: tableOf([
      [0, 1],
      [0, 2],
      [1, 0],
      [2, 0],
      [-1, -1],
      [-2, -1],
    ]),
    labels: [0, 0, 1, 1, 2, 2],
  };
  const weights = fitLogistic(data, { classes: 3, l2: 0.001, iterations: 100 });
  expect(accuracy(data, (row) => predictedClass(row, weights, 3))).toBe(1);
});
