import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onArrays } from '../test/arrays.ts';
import { numbers } from '../test/numbers.ts';
import { loadKernels, type Kernels } from './kernels.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

function transmit(value: Float32Array, sentPrev: Float32Array, theta: number) {
  const count = value.length;
  const arrays = { value, sentPrev, sent: new Float32Array(count), flags: new Float32Array(count).fill(5) };
  return onArrays(kernels, arrays, (p) =>
    kernels.run.deltaTransmit(count, p.value, p.sentPrev, theta, p.sent, p.flags),
  );
}

describe('delta transmission', () => {
  it('sends what moved by theta or more, in either direction', () => {
    const { after, result } = transmit(
      Float32Array.of(0.25, 0.5, -0.5, 0.49, 3, -3, 1),
      Float32Array.of(0, 0, 0, 0, 3, 3, NaN),
      0.5,
    );
    expect([...after.flags]).toEqual([0, 1, 1, 0, 0, 1, 1]);
    expect([...after.sent]).toEqual([0, 0.5, -0.5, 0, 3, -3, 1]);
    expect(result).toBe(4);
  });

  it.each([0, 1, 2, 3, 4, 5, 11, 64])('counts what it sends of %i numbers', (count) => {
    const value = numbers(1, count);
    const before = numbers(2, count);
    for (const theta of [0, 0.3, 5]) {
      const { after, result } = transmit(value, before, theta);
      const moved = value.map((x, i) =>
        Math.fround(Math.abs(x - before[i]!)) >= Math.fround(theta) ? 1 : 0,
      );
      expect(after.flags).toEqual(moved);
      expect(after.sent).toEqual(value.map((x, i) => (moved[i] ? x : before[i]!)));
      expect(result).toBe(moved.reduce((sum, x) => sum + x, 0));
    }
  });

  it.each([0, 1, 3, 4, 10])('routes the gradient of %i sent numbers to value or past', (count) => {
    const flags = numbers(3, count).map((x) => (x > 0 ? 1 : 0));
    const dSent = numbers(4, count);
    const dValue = numbers(5, count);
    const { after } = onArrays(kernels, { flags, dSent, dValue }, (p) => {
      kernels.run.deltaBackward(count, p.flags, p.dSent, p.dValue);
    });
    expectClose(
      after.dValue,
      dValue.map((x, i) => x + flags[i]! * dSent[i]!),
      0,
    );
    expectClose(
      after.dSent,
      dSent.map((x, i) => (flags[i] ? 0 : x)),
      0,
    );
  });
});
