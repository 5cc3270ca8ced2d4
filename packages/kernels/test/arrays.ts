/** Runs a kernel on copies of arrays, with guards around each. */
import { expect } from 'vitest';
import type { Pointer } from '../src/arena/pointer.ts';
import type { Kernels } from '../src/kernels.ts';

type Numbers = Float32Array | Int32Array;

/** Passes for a pointer to anything: a test says by its arrays what lies there. */
export type Anything = Pointer<never>;

const GUARD = 12345;
/** Odd, so that arrays start on no vector's boundary: results may not depend on it. */
const MARGIN = 33;

/** What a kernel left in the arrays, and what it returned. */
export interface After<T, R> {
  readonly after: T;
  readonly result: R;
}

/** Calls `work` with the addresses of the arrays' copies; fails if it writes before or behind one of them. */
export function onArrays<T extends Readonly<Record<string, Numbers>>, R>(
  kernels: Kernels,
  arrays: T,
  work: (pointers: { readonly [K in keyof T]: Anything }) => R,
): After<T, R> {
  const ws = kernels.workspace();
  const names = Object.keys(arrays);
  const starts = names.map((name) => {
    const values = arrays[name]!;
    const first = ws.take(values.length + 2 * MARGIN) / 4;
    kernels.f32.fill(GUARD, first, first + values.length + 2 * MARGIN);
    viewOf(kernels, values).set(values, first + MARGIN);
    return first + MARGIN;
  });
  const pointers = Object.fromEntries(names.map((name, i) => [name, 4 * starts[i]!]));
  const result = work(pointers as { readonly [K in keyof T]: Anything });
  const after = names.map((name, i) => {
    const start = starts[i]!;
    const { length } = arrays[name]!;
    const before = kernels.f32.subarray(start - MARGIN, start);
    const behind = kernels.f32.subarray(start + length, start + length + MARGIN);
    expect([...before, ...behind].every((value) => value === GUARD)).toBe(true);
    return [name, viewOf(kernels, arrays[name]!).slice(start, start + length)] as const;
  });
  ws.close();
  return { after: Object.fromEntries(after) as unknown as T, result };
}

const viewOf = (kernels: Kernels, values: Numbers): Numbers =>
  values instanceof Int32Array ? kernels.i32 : kernels.f32;

/** Fails unless all pairs are within `tolerance`; NaN only matches NaN. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    const alike = Object.is(actual[i]! + 0, Math.fround(expected[i]!) + 0);
    if (!alike && !(error <= tolerance)) {
      expect.fail(`number ${i}: ${actual[i]} instead of ${expected[i]}, more than ${tolerance} apart`);
    }
  }
}
