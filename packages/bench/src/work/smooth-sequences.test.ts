import { createRng } from '@dsrnn/portable';
import { expect, test } from 'vitest';
import { smoothSequences } from './smooth-sequences.ts';

test('each feature is a walk of unit variance whose neighbouring steps correlate by 0.95', () => {
  const [batch, time, features] = [4, 5000, 2];
  const values = smoothSequences(batch, time, features, createRng(1));
  let [squares, products, across] = [0, 0, 0];
  const n = batch * (time - 1) * features;
  for (let row = 0; row < batch; row++) {
    for (let t = 1; t < time; t++) {
      for (let j = 0; j < features; j++) {
        const at = (row * time + t) * features + j;
        squares += values[at]! ** 2 / n;
        products += (values[at]! * values[at - features]!) / n;
        across += (values[at]! * values[at + 1 - 2 * j]!) / n;
      }
    }
  }
  // The effective number of samples is n (1 − a²)/(1 + a²) ≈ 2000, so a deviation of 0.03.
  expect(squares).toBeCloseTo(1, 0);
  expect(products / squares).toBeCloseTo(0.95, 2);
  expect(Math.abs(across)).toBeLessThan(0.15);
});
