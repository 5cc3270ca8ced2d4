import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onArrays } from '../test/arrays.ts';
import { differences } from '../test/differences.ts';
import { numbers, uniform } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function run(logits: Float32Array, labels: Int32Array) {
  const rows = labels.length;
  return onArrays(kernels, { logits, labels, dLogits: new Float32Array(logits.length) }, (p) =>
    kernels.run.softmaxCrossEntropy(rows, logits.length / rows, p.logits, p.labels, p.dLogits),
  );
}

/** In 64 bits. */
function meanLoss(logits: ArrayLike<number>, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  let loss = 0;
  labels.forEach((label, row) => {
    const x = Array.from({ length: classes }, (_, j) => logits[row * classes + j]!);
    const best = Math.max(...x);
    loss += best + Math.log(x.reduce((sum, value) => sum + Math.exp(value - best), 0)) - x[label]!;
  });
  return loss / labels.length;
}

describe('softmax cross-entropy', () => {
  it('of two equal logits is ln 2', () => {
    const { after, result } = run(Float32Array.of(7, 7), Int32Array.of(1));
    expect(result).toBeCloseTo(Math.LN2, 15);
    expect([...after.dLogits]).toEqual([0.5, -0.5]);
  });

  it.each([
    [1, 1],
    [1, 2],
    [3, 3],
    [5, 4],
    [4, 10],
    [64, 10],
    [2, 101],
  ])('of %i rows of %i classes is the mean over rows, with its gradient', (rows, classes) => {
    const logits = numbers(rows + classes, rows * classes, 4);
    const draw = uniform(classes);
    const labels = Int32Array.from({ length: rows }, () => Math.floor(draw() * classes));
    const { after, result } = run(logits, labels);
    expect(Math.abs(result - meanLoss(logits, labels))).toBeLessThan(2e-7);
    expectClose(
      after.dLogits,
      differences((x) => meanLoss(x, labels), logits),
      2e-7,
    );
    const inPlace = onArrays(kernels, { logits, labels }, (p) =>
      kernels.run.softmaxCrossEntropy(rows, classes, p.logits, p.labels, p.logits),
    );
    expect(inPlace).toMatchObject({ result, after: { logits: after.dLogits } });
  });

  it('stands logits of any size', () => {
    const { after, result } = run(Float32Array.of(1e30, -1e30, 0, -500, 500, 499), Int32Array.of(0, 1));
    expect(result).toBeCloseTo(Math.log(1 + Math.exp(-1)) / 2, 7);
    expectClose(after.dLogits.subarray(0, 3), [0, 0, 0], 0);
  });

  it.each([-1, 3, 2 ** 31 - 1, -(2 ** 31)])('is NaN for the label %i of three classes', (label) => {
    const { after, result } = run(Float32Array.of(1, 2, 3, 4, 5, 6), Int32Array.of(label, 0));
    expect(result).toBeNaN();
    expect(after.dLogits.subarray(0, 3).every(Number.isNaN)).toBe(true);
    expect(after.dLogits.subarray(3).every(Number.isFinite)).toBe(true);
  });

  it('is NaN for NaN or an infinite logit, and 0 without rows', () => {
    expect(run(Float32Array.of(1, NaN, 3), Int32Array.of(0)).result).toBeNaN();
    expect(run(Float32Array.of(1, Infinity), Int32Array.of(0)).result).toBeNaN();
    const none = onArrays(kernels, { x: new Float32Array(4) }, (p) =>
      kernels.run.softmaxCrossEntropy(0, 4, p.x, p.x, p.x),
    );
    expect(none.result).toBe(0);
  });
});

describe('mean squared error', () => {
  const run = (y: Float32Array, target: Float32Array) =>
    onArrays(kernels, { y, target, dY: new Float32Array(y.length) }, (p) =>
      kernels.run.meanSquaredError(y.length, p.y, p.target, p.dY),
    );

  it.each([1, 2, 3, 5, 64, 1001])('of %i numbers is their mean, with its gradient', (n) => {
    const [y, target] = [numbers(n, n, 3), numbers(n + 1, n, 3)];
    const mean = (x: ArrayLike<number>): number =>
      target.reduce((sum, wanted, i) => sum + (x[i]! - wanted) ** 2, 0) / n;
    const { after, result } = run(y, target);
    expect(Math.abs(result / mean(y) - 1)).toBeLessThan(1e-5);
    expectClose(after.dY, differences(mean, y), 1e-5);
    const inPlace = onArrays(kernels, { y, target }, (p) =>
      kernels.run.meanSquaredError(n, p.y, p.target, p.y),
    );
    expect(inPlace).toMatchObject({ result, after: { y: after.dY } });
  });

  it('is NaN where a number is none', () => {
    expect(run(Float32Array.of(1, NaN), Float32Array.of(0, 0)).result).toBeNaN();
    expect(run(Float32Array.of(1, 2), Float32Array.of(0, NaN)).result).toBeNaN();
  });
});
