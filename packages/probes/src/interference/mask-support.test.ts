import { expect, it } from 'vitest';
import { entriesOutside } from './mask-support.ts';

// Two inputs, two units, two gates each: outputs u0 u1 u0 u1. Step 0: input 0 to unit 0; step 1: input 1 to unit 1.
const MASKS = { units: 2, rows: Uint8Array.of(1, 0, 0, 1), columns: Uint8Array.of(1, 0, 0, 1) };

it('allows what is active together at some step, in every gate', () => {
  expect(entriesOutside(Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1), 2, MASKS)).toBe(0);
});

it('does not allow the column of one step with the row of another', () => {
  expect(entriesOutside(Float32Array.of(0, 1, 0, 1, 1, 0, 0, 0), 2, MASKS)).toBe(3);
});

it('allows all columns where inputs are not masked, and takes −0 for 0', () => {
  const gradient = Float32Array.of(1, -0, 1, -0, 1, -0, 1, -0);
  expect(entriesOutside(gradient, 2, { ...MASKS, rows: Uint8Array.of(1, 0), columns: null })).toBe(0);
});

it('takes a bias as a matrix of one input that is always read', () => {
  const rows = Uint8Array.of(0, 1, 0, 1);
  expect(entriesOutside(Float32Array.of(5, 1, 0, 1), 1, { units: 2, rows, columns: null })).toBe(1);
});
