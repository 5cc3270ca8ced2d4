import { describe, expect, it } from 'vitest';
import { DatasetError } from './errors.ts';
import { applyLinear, fitRidge } from './ridge.ts';

describe('ridge regression', () => {
  it('refuses numbers that are not finite', () => {
    const fit = () => fitRidge([1, NaN], [1, 2], 2, [1]);
    expect(fit).toThrow(DatasetError);
    expect(fit).toThrow(/not positive definite; use finite/);
  });

  it('shrinks the slope by penalty / variance and leaves the mean alone, by hand', () => {
    // x = 9, 10, 11, y = 2 x + 1: variance 2/3, covariance 4/3; with penalty 2/3 the slope is 1, not 2.
    const [half, whole] = fitRidge([9, 10, 11], [19, 21, 23], 3, [2 / 3, 1e-12]);
    expect(half!.weights[0]).toBeCloseTo(1, 12);
    expect(half!.intercept[0]).toBeCloseTo(11, 12);
    expect(applyLinear(half!, [10, 13])[1]).toBeCloseTo(24, 12);
    expect(whole!.weights[0]).toBeCloseTo(2, 8);
  });

  it('finds the linear map of two inputs to two targets where there is one', () => {
    // y = (x0 + 2 x1 + 3, −x1)
    const rows = [0, 0, 1, 0, 0, 1, 1, 1, 2, 5];
    const targets = [3, 0, 4, 0, 5, -1, 6, -1, 15, -5];
    const [model] = fitRidge(rows, targets, 5, [1e-12]);
    expect(model!.weights[2]).toBeCloseTo(2, 8);
    applyLinear(model!, rows).forEach((value, i) => expect(value).toBeCloseTo(targets[i]!, 8));
  });
});
